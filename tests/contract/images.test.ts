import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { importPaths } from '../../src/main/dataset/import/import.ts';
import { decodeImage } from '../../src/main/imaging/decode.ts';
import { sha256Of } from '../../src/main/store/files.ts';
import { findImageByName } from '../../src/main/store/images.ts';
import { addJob, finishJob, startJob } from '../../src/main/store/jobs.ts';
import { listMasks } from '../../src/main/store/masks.ts';
import type { ServerEvent } from '../../src/shared/api/events.ts';
import { maxThumbnails } from '../../src/shared/api/images.ts';
import { addSynthesizer, addSynthetic } from '../unit/dataset/export-support.ts';
import { context, dataset, fovGif, jpeg, png, storedFiles, vessels } from '../unit/dataset/import-support.ts';
import { type OpenApplication, openApplication, problem, read } from './support.ts';

const itemSchema = z.object({
  id: z.int(),
  name: z.string(),
  width: z.int(),
  height: z.int(),
  diagnosis: z.string().nullable(),
  split: z.string().nullable(),
  verdict: z.string().nullable(),
  masks: z.object({ annotated: z.int(), predicted: z.int(), edited: z.int() }),
  sha256: z.string(),
  extension: z.string(),
  thumbnailSha256: z.string(),
});
const listSchema = z.array(z.strictObject(itemSchema.shape));

/** The application with two annotated photographs: 01_h (train) and 02_dr. */
async function withImages(): Promise<OpenApplication> {
  const application = await openApplication();
  const folder = await dataset({
    'images/01_h.jpg': jpeg(1),
    'images/02_dr.png': png(2),
    'manual1/01_h.tif': vessels(),
    'mask/01_h_mask.gif': fovGif(),
  });
  await importPaths(application.project, [folder], { split: 'train' }, context());
  return application;
}

const list = async (call: OpenApplication['call']) => read(listSchema, call('GET', '/images'));

test('lists the images with the number of their masks', async () => {
  const { call } = await withImages();
  expect(await list(call)).toMatchObject([
    { name: '01_h', width: 96, height: 64, diagnosis: 'h', split: 'train', verdict: null, extension: 'jpg' },
    { name: '02_dr', diagnosis: 'dr', split: 'train', extension: 'png' },
  ]);
  expect((await list(call)).map(({ masks }) => masks)).toEqual([
    { annotated: 1, predicted: 0, edited: 0 },
    { annotated: 0, predicted: 0, edited: 0 },
  ]);
});

test('shows an image with its mask versions, field of view and what was stripped', async () => {
  const { call, project } = await withImages();
  const image = (await findImageByName(project, '01_h'))!;
  const [mask] = await listMasks(project);
  const detail: unknown = await (await call('GET', `/images/${image.id}`)).json();
  expect(detail).toMatchObject({
    name: '01_h',
    sourceFile: '01_h.jpg',
    fieldAngle: image.fieldAngle,
    fovDiameter: image.fovDiameter,
    fov: { origin: 'given' },
    stripped: [],
    synthetic: 0,
    masks: { annotated: 1 },
    versions: [{ ...mask, model: null, modelId: undefined }].map(({ modelId, ...version }) => version),
  });
  expect(await problem(call('GET', '/images/99'))).toMatchObject({ status: 404, code: 'not-found' });
  expect(await problem(call('GET', '/images/one'))).toMatchObject({ status: 400, code: 'usage' });
});

test('counts the levels inside the field of view', async () => {
  const { call, project } = await withImages();
  const image = (await findImageByName(project, '01_h'))!;
  const schema = z.object({ red: z.array(z.int()), green: z.array(z.int()), blue: z.array(z.int()) });
  const { red, green, blue } = await read(schema, call('GET', `/images/${image.id}/histogram`));
  const fov = await call('GET', `/images/${image.id}`).then(
    async (response) => z.object({ fov: z.object({ sha256: z.string() }) }).parse(await response.json()).fov,
  );
  const mask = await decodeImage(await project.files.read(fov.sha256, 'png'));
  const { data } = await decodeImage(await project.files.read(image.sha256, image.extension));
  const expected = new Array<number>(256).fill(0);
  mask.data.forEach((inside, i) => {
    if (inside > 0) expected[data[3 * i + 1]!]! += 1;
  });
  expect(green).toEqual(expected);
  const sums = [red, green, blue].map((counts) => counts.reduce((a, b) => a + b, 0));
  expect(new Set(sums)).toEqual(new Set([mask.data.filter((inside) => inside > 0).length]));
});

test('sets class and split of several images at once, clears them, and says so', async () => {
  const { call, application } = await withImages();
  const events: ServerEvent[] = [];
  application.events.subscribe((event) => events.push(event));
  const ids = (await list(call)).map((image) => image.id);
  expect((await call('PATCH', '/images', { ids, split: 'test' })).status).toBe(204);
  expect((await list(call)).map(({ split, diagnosis }) => [split, diagnosis])).toEqual([
    ['test', 'h'],
    ['test', 'dr'],
  ]);
  await call('PATCH', '/images', { ids: ids.slice(0, 1), split: null, diagnosis: 'g' });
  await call('PATCH', '/images', { ids: ids.slice(1), diagnosis: null });
  expect((await list(call)).map(({ split, diagnosis }) => [split, diagnosis])).toEqual([
    [null, 'g'],
    ['test', null],
  ]);
  expect(events).toContainEqual({ type: 'changed', topics: ['images'] });
});

test('changes none of the images when one is not there', async () => {
  const { call } = await withImages();
  const before = await list(call);
  const missing = await problem(call('PATCH', '/images', { ids: [before[0]!.id, 99], split: 'val' }));
  expect(missing).toMatchObject({ status: 404, message: expect.stringContaining('1 of the 2') });
  expect(await list(call)).toEqual(before);
  const wrong = await problem(call('PATCH', '/images', { ids: [1], split: 'holdout' }));
  expect(wrong).toMatchObject({ status: 400, code: 'usage' });
});

test('removes images with their files, and leaves what others share', async () => {
  const { call, project } = await withImages();
  const [first, second] = await list(call);
  const before = await storedFiles(project);
  expect((await call('POST', '/images/remove', { ids: [first!.id] })).status).toBe(204);
  expect(await list(call)).toEqual([second]);
  const removed = before.filter((file) => !file.endsWith('.onnx'));
  const left = (await storedFiles(project)).filter((file) => !file.endsWith('.onnx'));
  // Of each image: picture, thumbnail, field of view; of the first an annotation too.
  expect([removed.length, left.length]).toEqual([7, 3]);
  expect((await call('GET', `/files/${second!.sha256}.png`)).status).toBe(200);
  expect((await call('GET', `/files/${first!.sha256}.jpg`)).status).toBe(404);
});

test('removes none while a synthetic image descends from one of them', async () => {
  const { call, project } = await withImages();
  const images = await list(call);
  const [mask] = await listMasks(project);
  await addSynthetic(project, { mask: mask!, model: await addSynthesizer(project), seed: 1 });
  const files = await storedFiles(project);
  const refused = await problem(call('POST', '/images/remove', { ids: images.map(({ id }) => id) }));
  expect(refused).toMatchObject({
    status: 409,
    code: 'in-use',
    message: '1 synthetic image was made from the masks of 01_h',
  });
  expect(await list(call)).toEqual(images);
  expect(await storedFiles(project)).toEqual(files);
});

test('removes none while a job is at work on them', async () => {
  const { call, project } = await withImages();
  const images = await list(call);
  const job = await addJob(project, 'segment', {}, '0:0');
  await startJob(project, job.id, '0:0');
  const refused = await problem(call('POST', '/images/remove', { ids: [images[0]!.id] }));
  expect(refused).toMatchObject({ code: 'busy', message: expect.stringContaining('segment') });
  expect(await list(call)).toEqual(images);
  await finishJob(project, job.id, { status: 'finished', result: null });
  expect((await call('POST', '/images/remove', { ids: [images[0]!.id] })).status).toBe(204);
});

test('previews an import: images with their masks, masks of images in the project, what is left out', async () => {
  const { call } = await withImages();
  const folder = await dataset({
    'images/03_g.jpg': jpeg(3),
    'manual1/03_g.tif': vessels(),
    'manual1/02_dr.tif': vessels(2),
    'manual1/09_h.tif': vessels(3),
    'notes.txt': 'nothing',
  });
  const response = await call('POST', '/images/preview', { paths: [folder] });
  expect(await response.json()).toEqual({
    images: [
      {
        file: join(folder, 'images/03_g.jpg'),
        name: '03_g',
        layout: 'HRF',
        diagnosis: 'g',
        split: 'train',
        annotations: [{ file: join(folder, 'manual1/03_g.tif'), observer: 'manual1' }],
        fov: null,
      },
    ],
    masks: [
      { file: join(folder, 'manual1/02_dr.tif'), role: 'annotation', image: '02_dr' },
      { file: join(folder, 'manual1/09_h.tif'), role: 'annotation', image: null },
    ],
    leftOut: [{ file: join(folder, 'notes.txt'), reason: 'not a picture by its extension' }],
  });
  const missing = await problem(call('POST', '/images/preview', { paths: [join(folder, 'none')] }));
  expect(missing).toMatchObject({ status: 404, code: 'not-found', file: join(folder, 'none') });
});

test('shows the files of an upload by their paths within it', async () => {
  const { call, project } = await openApplication();
  const { dir } = await read(z.object({ dir: z.string() }), call('POST', '/uploads'));
  await mkdir(join(dir, 'clinic/images'), { recursive: true });
  await writeFile(join(dir, 'clinic/images/a.png'), await png(1));
  const response = await call('POST', '/images/preview', { paths: [dir] });
  expect(await response.json()).toMatchObject({ images: [{ file: 'clinic/images/a.png', name: 'a' }] });
  expect(dir.startsWith(project.dir)).toBe(true);
});

test('serves a picture byte for byte, for ever', async () => {
  const { call, project } = await withImages();
  const [image] = await list(call);
  const response = await call('GET', `/files/${image!.sha256}.jpg`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/jpeg');
  expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expect(sha256Of(bytes)).toBe(image!.sha256);
  const thumbnail = await call('GET', `/files/${image!.thumbnailSha256}.jpg`);
  expect(await thumbnail.bytes()).toEqual(
    new Uint8Array(await project.files.read(image!.thumbnailSha256, 'jpg')),
  );
});

test('serves thumbnails together, in the order asked for, and none of length 0', async () => {
  const { call, project } = await withImages();
  const hashes = (await list(call)).map(({ thumbnailSha256 }) => thumbnailSha256!).reverse();
  expect(hashes.length).toBeGreaterThan(1);
  const response = await call('GET', `/thumbnails?of=${['a'.repeat(64), ...hashes].join(',')}`);
  const stored = await Promise.all(hashes.map((sha256) => project.files.read(sha256, 'jpg')));
  const expected = [new Uint8Array(), ...stored].flatMap((bytes) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  expect(Buffer.from(await response.bytes())).toEqual(Buffer.concat(expected));
  const tooMany = Array(maxThumbnails + 1)
    .fill('a'.repeat(64))
    .join(',');
  for (const of of ['', 'a'.repeat(63), '..%2Fsecret', tooMany]) {
    expect(await problem(call('GET', `/thumbnails?of=${of}`))).toMatchObject({ status: 400, code: 'usage' });
  }
});

test('serves nothing but pictures of the store', async () => {
  const { call, project } = await withImages();
  await writeFile(join(project.dir, 'secret.png'), 'secret');
  const [first] = await readdir(join(project.dir, 'files'));
  const refused = [
    '..%2Fsecret.png',
    '%2e%2e%2f%2e%2e%2fsecret.png',
    `${first}%2F${'a'.repeat(64)}.png`,
    `${'A'.repeat(64)}.png`,
    `${'a'.repeat(63)}.png`,
    `${'a'.repeat(64)}.onnx`,
    `${'a'.repeat(64)}.png%00`,
    'a'.repeat(64),
  ];
  for (const file of refused) {
    expect(await problem(call('GET', `/files/${file}`))).toMatchObject({ status: 400, code: 'usage' });
  }
  expect(await problem(call('GET', `/files/${'a'.repeat(64)}.png`))).toMatchObject({ status: 404 });
});

test('needs an open project', async () => {
  const { application, call } = await openApplication();
  await application.close();
  for (const path of ['/images', '/images/1', '/images/1/histogram', `/files/${'a'.repeat(64)}.png`]) {
    expect(await problem(call('GET', path))).toMatchObject({ status: 409, code: 'no-project' });
  }
});
