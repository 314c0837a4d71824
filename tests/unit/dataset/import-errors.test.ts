import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importPaths } from '../../../src/main/dataset/import/import.ts';
import { addPngText } from '../../../src/main/imaging/encode.ts';
import { listImages } from '../../../src/main/store/images.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { discMask, toGrey, toSharp } from '../imaging/pictures.ts';
import { temporaryProject } from '../store/support.ts';
import {
  context,
  dataset,
  fovGif,
  height,
  importFrom,
  jpeg,
  png,
  storedFiles,
  vessels,
  width,
} from './import-support.ts';

const names = async (project: Project) => (await listImages(project)).map(({ name }) => name);

describe('a file that cannot be used is reported, and the others are imported', () => {
  const broken: [string, string, () => Promise<Uint8Array>, string][] = [
    ['truncated', 'b.jpg', async () => (await jpeg(2)).subarray(0, 900), 'truncated'],
    ['empty', 'b.jpg', async () => new Uint8Array(), 'truncated'],
    ['a text', 'b.png', async () => Buffer.from('not a picture at all'), 'not-an-image'],
    [
      'of a format that is not read',
      'b.png',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'unsupported-format',
    ],
    [
      'synthetic',
      'b.png',
      async () => addPngText(await png(2), { Title: 'Synthetic fundus photograph' }),
      'synthetic',
    ],
    ['over 100 megapixels', 'b.ppm', async () => Buffer.from('P6 20000 20000 255\n'), 'too-large'],
  ];

  test.each(broken)('an image that is %s', async (_, name, content, code) => {
    const project = await temporaryProject();
    const folder = await dataset({
      'images/a.jpg': jpeg(1),
      [`images/${name}`]: content(),
      'images/c.png': png(3),
    });
    const { taken, failed } = await importFrom(project, folder);
    expect(taken.map((image) => image.name)).toEqual(['a', 'c']);
    expect(failed).toMatchObject([{ file: join(folder, 'images', name), code, image: null }]);
    expect(await names(project)).toEqual(['a', 'c']);
  });

  const fullMask = () =>
    toSharp(toGrey(discMask(width, height, width)))
      .png()
      .toBuffer();
  const masks: [string, Record<string, Promise<Uint8Array> | string>, string, string][] = [
    ['an annotation of another size', { 'masks/b.tif': vessels(0, [95, 64]) }, 'size-mismatch', '96 x 64'],
    ['a FOV of another size', { 'fov/b.tif': vessels(0, [64, 96]) }, 'size-mismatch', '96 x 64'],
    ['an annotation that is no picture', { 'masks/b.tif': 'text' }, 'not-an-image', 'not a picture'],
    ['a FOV in the place of an annotation', { 'masks/b.png': fullMask() }, 'bad-mask', 'as vessels'],
    ['an annotation in the place of a FOV', { 'fov/b.tif': vessels() }, 'bad-mask', 'covers only 13 %'],
  ];

  test.each(masks)('%s, and the image that it belongs to', async (_, mask, code, message) => {
    const project = await temporaryProject();
    const folder = await dataset({ 'images/a.jpg': jpeg(1), 'images/b.jpg': jpeg(2), ...mask });
    const { failed } = await importFrom(project, folder);
    expect(failed).toMatchObject([
      {
        file: join(folder, Object.keys(mask)[0]!),
        code,
        message: expect.stringContaining(message),
        image: join(folder, 'images/b.jpg'),
      },
    ]);
    expect(await names(project)).toEqual(['a']);
    expect(await storedFiles(project)).toHaveLength(3);
  });

  test('a mask without an image, and one of another size for an image of the project', async () => {
    const project = await temporaryProject();
    await importFrom(project, await dataset({ 'a.jpg': jpeg(1) }));
    const folder = await dataset({ 'masks/a.tif': vessels(0, [10, 10]), 'masks/z.tif': vessels() });
    const { failed, leftOut } = await importFrom(project, folder);
    expect(failed).toMatchObject([{ file: join(folder, 'masks/a.tif'), code: 'size-mismatch' }]);
    expect(leftOut).toMatchObject([
      { file: join(folder, 'masks/z.tif'), reason: expect.stringContaining('"z"') },
    ]);
    expect(await storedFiles(project)).toHaveLength(3);
  });
});

describe('an import as a whole', () => {
  test('needs paths that exist, and does nothing before it knows', async () => {
    const project = await temporaryProject();
    const folder = await dataset({ 'a.jpg': jpeg(1) });
    const missing = join(folder, 'nowhere');
    await expect(importPaths(project, [folder, missing], {}, context())).rejects.toMatchObject({
      code: 'not-found',
      file: missing,
    });
    expect(await names(project)).toEqual([]);
  });

  test('needs a picture', async () => {
    const project = await temporaryProject();
    await expect(importFrom(project, await dataset({ 'README.md': 'text' }))).rejects.toMatchObject({
      code: 'no-data',
    });
  });

  test('ends between two images when it is cancelled, and keeps whole what it took', async () => {
    const project = await temporaryProject();
    const controller = new AbortController();
    const files = Array.from({ length: 8 }, (_, i) => [
      [`images/${i}.jpg`, jpeg(i)],
      [`masks/${i}.tif`, vessels(i)],
      [`fov/${i}.gif`, fovGif()],
    ]).flat();
    const folder = await dataset(Object.fromEntries(files));
    const cancelled = importPaths(
      project,
      [folder],
      {},
      context({ report: ({ done }) => done === 3 && controller.abort(), signal: controller.signal }),
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(await names(project)).toEqual(['0', '1', '2']);
    // Photograph, thumbnail and annotation each, and one FOV that is the same for all.
    expect(await storedFiles(project)).toHaveLength(3 * 3 + 1);
    const { taken, leftOut } = await importFrom(project, folder);
    expect([taken.length, leftOut.length]).toEqual([5, 3]);
  });

  test('leaves no file behind when the database refuses an image', async () => {
    const project = await temporaryProject();
    await importFrom(project, await dataset({ 'images/a.png': png(1), 'fov/a.gif': fovGif() }));
    const before = await storedFiles(project);
    await project.db.schema.dropTable('splits').execute();
    const folder = await dataset({ 'images/b.png': png(2), 'masks/b.tif': vessels(), 'fov/b.gif': fovGif() });
    await expect(importFrom(project, folder, { split: 'test' })).rejects.toThrow();
    expect((await storedFiles(project)).sort()).toEqual(before.sort());
    const rows = await project.db.selectFrom('images').select('name').execute();
    expect(rows).toEqual([{ name: 'a' }]);
  });
});
