import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { importPaths } from '../../src/main/dataset/import/import.ts';
import { fitToCanvas, placeRaster } from '../../src/main/imaging/canvas.ts';
import { decodeImage, decodeMask } from '../../src/main/imaging/decode.ts';
import { encodePng } from '../../src/main/imaging/encode.ts';
import { getFov, type ImageRow, listImages } from '../../src/main/store/images.ts';
import { addMask, listMasks } from '../../src/main/store/masks.ts';
import type { Project } from '../../src/main/store/project.ts';
import { addSyntheticImage, type SyntheticImageRow } from '../../src/main/store/synthetic.ts';
import type { ServerEvent } from '../../src/shared/api/events.ts';
import {
  addSource,
  addSynthesizer,
  addSynthetic,
  fillProject,
  quiet,
} from '../unit/dataset/export-support.ts';
import { fakeSha256 } from '../unit/store/support.ts';
import { type OpenApplication, openApplication, problem, read } from './support.ts';

const itemSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  sha256: z.string(),
  thumbnailSha256: z.string().nullable(),
  width: z.int(),
  height: z.int(),
  diagnosis: z.string(),
  seed: z.int(),
  imageId: z.int(),
  modelId: z.int(),
  isKept: z.boolean().nullable(),
  tags: z.array(z.string()),
});
const list = ({ call }: OpenApplication) => read(z.array(itemSchema), call('GET', '/synthetic'));

describe('synthetic images', () => {
  test('are listed, oldest first', async () => {
    const application = await openApplication();
    expect(await list(application)).toEqual([]);
    await fillProject(application.project, 2, 2);
    const images = await list(application);
    expect(images.map(({ seed, imageId }) => [seed, imageId])).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
    expect(images[0]).toMatchObject({ diagnosis: 'h', width: 24, height: 16, isKept: null, tags: [] });
  });

  test('are kept, discarded and tagged, several at once', async () => {
    const application = await openApplication();
    await fillProject(application.project, 1, 3);
    const events: ServerEvent[] = [];
    application.application.events.subscribe((event) => events.push(event));
    const change = async (body: object) => (await application.call('PATCH', '/synthetic', body)).status;
    const state = async () => (await list(application)).map(({ isKept, tags }) => [isKept, tags]);
    expect(await change({ ids: [1, 2], isKept: true, addTags: ['paper', 'good'] })).toBe(204);
    expect(await change({ ids: [2, 3], isKept: false, addTags: ['good'] })).toBe(204);
    expect(await state()).toEqual([
      [true, ['good', 'paper']],
      [false, ['good', 'paper']],
      [false, ['good']],
    ]);
    await change({ ids: [1, 2, 3], isKept: null, removeTags: ['good', 'none'] });
    expect(await state()).toEqual([
      [null, ['paper']],
      [null, ['paper']],
      [null, []],
    ]);
    await change({ ids: [3], addTags: ['  spaced  '] });
    expect((await state())[2]).toEqual([null, ['spaced']]);
    expect(events).toContainEqual({ type: 'changed', topics: ['synthetic'] });
  });

  test('change all or not at all', async () => {
    const application = await openApplication();
    await fillProject(application.project, 1, 2);
    const change = (body: object) => problem(application.call('PATCH', '/synthetic', body));
    expect(await change({ ids: [1, 9], isKept: true, addTags: ['a'] })).toMatchObject({ status: 404 });
    expect(await change({ ids: [1], addTags: [' '] })).toMatchObject({ status: 400, code: 'usage' });
    expect(await change({ ids: [] })).toMatchObject({ status: 400, code: 'usage' });
    expect((await list(application)).map(({ isKept, tags }) => [isKept, tags])).toEqual([
      [null, []],
      [null, []],
    ]);
  });

  test('tell their whole lineage', async () => {
    const { project, call } = await openApplication();
    const { image, mask } = await addSource(project, '01_h');
    const edit = { imageId: image.id, origin: 'edited' as const, parentId: mask.id };
    const edited = await addMask(project, { ...edit, sha256: fakeSha256('edited') });
    await addMask(project, { ...edit, sha256: fakeSha256('later') });
    const model = await addSynthesizer(project, 'gan');
    const row = await addSynthetic(project, { mask: edited, model, seed: 5, diagnosis: 'dr' });
    const detail: unknown = await (await call('GET', `/synthetic/${row.id}`)).json();
    expect(detail).toMatchObject({
      ...{ id: row.id, seed: 5, diagnosis: 'dr', style: row.style, maskSha256: row.maskSha256 },
      model: { name: 'gan', sha256: model.sha256 },
      masks: [
        { id: edited.id, origin: 'edited', version: 2, parentId: mask.id },
        { id: mask.id, origin: 'annotated', version: 1, parentId: null },
      ],
      source: { id: image.id, name: '01_h', masks: { annotated: 1, edited: 2, predicted: 0 } },
    });
    expect(await problem(call('GET', '/synthetic/99'))).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('a thumbnail', () => {
  test('is made on the first request and kept, for ever where the address names the image', async () => {
    const application = await openApplication();
    const { project, call } = application;
    await fillProject(project, 1, 1);
    const path = '/synthetic/1/thumbnail';
    const responses = await Promise.all([call('GET', path), call('GET', path)]);
    const [bytes, again] = await Promise.all(responses.map((response) => response.bytes()));
    expect(again).toEqual(bytes);
    expect(responses[0]?.headers.get('content-type')).toBe('image/jpeg');
    expect(await decodeImage(bytes!)).toMatchObject({ width: 24, height: 16 });
    const { thumbnailSha256 } = await project.db
      .selectFrom('syntheticImages')
      .select('thumbnailSha256')
      .executeTakeFirstOrThrow();
    expect(await project.files.read(thumbnailSha256 ?? '', 'jpg')).toEqual(Buffer.from(bytes!));
    const [image] = await list(application);
    const cacheControl = async (of: string) =>
      (await call('GET', `${path}?of=${of}`)).headers.get('cache-control');
    expect(await cacheControl(image!.sha256)).toBe('private, max-age=31536000, immutable');
    expect(await cacheControl(fakeSha256('other'))).toBe('no-store');
    expect(await problem(call('GET', '/synthetic/9/thumbnail'))).toMatchObject({ status: 404 });
  });
});

const sample = join(import.meta.dirname, '../../resources/sample');

/** The application with photographs of the sample. */
async function withSample(names: readonly string[]): Promise<OpenApplication & { images: ImageRow[] }> {
  const application = await openApplication();
  const { project } = application;
  await importPaths(
    project,
    names.flatMap((name) =>
      [`images/${name}.jpg`, `manual1/${name}.tif`, `mask/${name}_mask.tif`].map((file) =>
        join(sample, file),
      ),
    ),
    {},
    quiet,
  );
  return { ...application, images: await listImages(project) };
}

/** Stores a photograph on a synthesizer's canvas as if it had been synthesised from the mask of `source`. */
async function addLookalike(
  project: Project,
  photograph: ImageRow,
  source: ImageRow,
): Promise<SyntheticImageRow> {
  const raster = await decodeImage(await project.files.read(photograph.sha256, photograph.extension));
  const fov = await decodeMask(
    await project.files.read((await getFov(project, photograph.id)).sha256, 'png'),
  );
  const canvas = { width: 384, height: 256 };
  const png = await encodePng(await placeRaster(raster, fitToCanvas(fov, canvas)));
  const [mask] = await listMasks(project, { imageId: source.id });
  const model = await addSynthesizer(project, 'gan');
  return addSyntheticImage(project, {
    ...canvas,
    name: `like ${photograph.name}`,
    sha256: await project.files.put(png, 'png'),
    maskId: mask!.id,
    maskSha256: mask!.sha256,
    modelId: model.id,
    modelSha256: model.sha256,
    seed: 1,
    diagnosis: 'h',
    style: [],
  });
}

describe('the nearest photograph', () => {
  const nearestSchema = z.object({ image: z.object({ name: z.string() }), distance: z.number() });

  test('of a photograph is itself, whichever mask it claims to come from', async () => {
    const { project, call, images } = await withSample(['06_h', '07_h', '08_g']);
    for (const [index, photograph] of images.entries()) {
      const { id } = await addLookalike(project, photograph, images[(index + 1) % 3]!);
      const nearest = await read(nearestSchema, call('GET', `/synthetic/${id}/nearest`));
      expect(nearest.image.name).toBe(photograph.name);
      expect(nearest.distance).toBeLessThan(4);
    }
  });

  test('is found among those that came later too', async () => {
    const { project, call, images } = await withSample(['06_h']);
    const { id } = await addLookalike(project, images[0]!, images[0]!);
    const first = await read(nearestSchema, call('GET', `/synthetic/${id}/nearest`));
    expect(first.image.name).toBe('06_h');
    await importPaths(project, [join(sample, 'images/08_g.jpg')], {}, quiet);
    const other = (await listImages(project)).find(({ name }) => name === '08_g')!;
    const later = await addLookalike(project, other, images[0]!);
    const found = await read(nearestSchema, call('GET', `/synthetic/${later.id}/nearest`));
    expect(found.image.name).toBe('08_g');
    expect(found.distance).toBeLessThan(4);
  });

  test('tells how far it is: the root mean square of the levels', async () => {
    const { project, call, images } = await withSample(['06_h']);
    const [image] = images;
    const { id } = await addLookalike(project, image!, image!);
    const white = new Uint8Array(384 * 256 * 3).fill(255);
    const sha256 = await project.files.put(
      await encodePng({ width: 384, height: 256, channels: 3, data: white }),
      'png',
    );
    await project.db.updateTable('syntheticImages').set({ sha256 }).where('id', '=', id).execute();
    const { distance } = await read(nearestSchema, call('GET', `/synthetic/${id}/nearest`));
    expect(distance).toBeGreaterThan(100);
    expect(distance).toBeLessThan(255);
  });
});
