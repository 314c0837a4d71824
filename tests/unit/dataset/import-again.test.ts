import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { annotationOf } from '../../../src/main/dataset/stored-images.ts';
import { getFov, listImages } from '../../../src/main/store/images.ts';
import { listMasks } from '../../../src/main/store/masks.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { vesselMask } from '../imaging/pictures.ts';
import { temporaryProject } from '../store/support.ts';
import {
  dataset,
  fovGif,
  height,
  imageNamed,
  importFrom,
  jpeg,
  pixels,
  png,
  storedFiles,
  vessels,
  width,
} from './import-support.ts';

describe('importing into a project that has images', () => {
  test('takes nothing of a folder that was imported before, and says so', async () => {
    const project = await temporaryProject();
    const folder = await dataset({
      'images/01_h.jpg': jpeg(1),
      'manual1/01_h.tif': vessels(),
      'mask/01_h_mask.tif': fovGif(),
      'images/02_h.jpg': jpeg(2),
    });
    await importFrom(project, folder);
    const before = await snapshot(project);
    const report = await importFrom(project, folder);
    expect(report).toMatchObject({ taken: [], added: [], failed: [] });
    expect(report.leftOut).toEqual([
      { file: join(folder, 'images/01_h.jpg'), reason: 'the project has the same picture already, as 01_h' },
      { file: join(folder, 'images/02_h.jpg'), reason: 'the project has the same picture already, as 02_h' },
    ]);
    expect(await snapshot(project)).toEqual(before);
  });

  test('takes the same picture once, whatever its name and metadata', async () => {
    const project = await temporaryProject();
    const photo = await jpeg(1);
    const comment = Buffer.from('\xff\xfe\x00\x07hello', 'latin1');
    const commented = Buffer.concat([photo.subarray(0, 2), comment, photo.subarray(2)]);
    const { taken, leftOut } = await importFrom(
      project,
      await dataset({ 'a.jpg': photo, 'b.jpg': commented }),
    );
    expect(taken.map(({ name }) => name)).toEqual(['a']);
    expect(leftOut).toMatchObject([{ reason: 'the project has the same picture already, as a' }]);
  });

  test('adds masks later to an image imported before, with the image or without it', async () => {
    const project = await temporaryProject();
    await importFrom(project, await dataset({ 'images/01_h.jpg': jpeg(1), 'images/02_h.jpg': jpeg(2) }));
    const withImage = {
      'images/01_h.jpg': jpeg(1),
      'manual1/01_h.tif': vessels(),
      'mask/01_h_mask.tif': fovGif(),
    };
    const first = await importFrom(project, await dataset(withImage));
    expect(first.taken).toEqual([]);
    expect(first.added.map(({ image, role }) => [image, role])).toEqual([
      ['01_h', 'annotation'],
      ['01_h', 'fov'],
    ]);
    const alone = await dataset({ 'manual1/02_h.tif': vessels(1), 'mask/02_h_mask.tif': fovGif() });
    expect(await importFrom(project, alone)).toMatchObject({
      added: [
        { image: '02_h', role: 'annotation' },
        { image: '02_h', role: 'fov' },
      ],
      failed: [],
    });
    for (const name of ['01_h', '02_h']) {
      const { id } = await imageNamed(project, name);
      expect((await getFov(project, id)).origin).toBe('given');
      expect(await annotationOf(project, id)).toBeDefined();
    }
    const again = await importFrom(project, alone);
    expect(again.added).toEqual([]);
    expect(again.leftOut.map(({ reason }) => reason)).toEqual(
      Array(2).fill('02_h has the same mask already'),
    );
  });

  test('keeps a corrected annotation as a new version, which is the one used', async () => {
    const project = await temporaryProject();
    await importFrom(project, await dataset({ 'images/a.png': png(1), 'masks/a.tif': vessels(1) }));
    await importFrom(project, await dataset({ 'images/a.png': png(1), 'masks/a.tif': vessels(2) }));
    const { id } = await imageNamed(project, 'a');
    expect((await listMasks(project, { imageId: id })).map(({ version }) => version)).toEqual([1, 2]);
    expect(await annotationOf(project, id)).toMatchObject({ version: 2 });
  });

  test('gives another picture of the same name a name of its own, and says so', async () => {
    const project = await temporaryProject();
    await importFrom(project, await dataset({ 'images/1.png': png(1), 'masks/1.tif': vessels(1) }));
    const { taken } = await importFrom(
      project,
      await dataset({ 'images/1.png': png(2), 'masks/1.tif': vessels(2) }),
    );
    expect(taken).toMatchObject([{ name: '1-2', note: 'another picture is called 1' }]);
    const { id } = await imageNamed(project, '1-2');
    const annotation = await annotationOf(project, id);
    expect(await pixels(project, annotation!.sha256)).toEqual([...vesselMask(width, height, 2).data]);
    // A mask alone does not tell which of the two it is of.
    const { leftOut } = await importFrom(project, await dataset({ 'masks/1.tif': vessels(3) }));
    expect(leftOut).toMatchObject([{ reason: expect.stringContaining('2 photographs are called "1"') }]);
  });
});

async function snapshot(project: Project) {
  return {
    images: await listImages(project),
    masks: await listMasks(project),
    files: (await storedFiles(project)).map((file) => basename(file)).sort(),
  };
}
