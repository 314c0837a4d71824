import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { importPaths } from '../../../src/main/dataset/import/import.ts';
import { annotationOf } from '../../../src/main/dataset/stored-images.ts';
import { decodeImage } from '../../../src/main/imaging/decode.ts';
import { metadataIn } from '../../../src/main/imaging/metadata.ts';
import { getFov, listImages } from '../../../src/main/store/images.ts';
import { listMasks } from '../../../src/main/store/masks.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { discMask, vesselMask } from '../imaging/pictures.ts';
import { temporaryProject } from '../store/support.ts';
import {
  context,
  dataset,
  fovGif,
  height,
  imageNamed,
  importFrom,
  jpeg,
  pixels,
  png,
  ppm,
  storedFiles,
  tiff,
  vessels,
  vesselsGif,
  width,
} from './import-support.ts';

const layouts: [string, Record<string, Promise<Uint8Array>>, Record<string, unknown>][] = [
  [
    'HRF',
    { 'images/07_dr.JPG': jpeg(1), 'manual1/07_dr.tif': vessels(), 'mask/07_dr_mask.tif': fovGif() },
    {
      name: '07_dr',
      extension: 'jpg',
      diagnosis: 'dr',
      split: 'test',
      fieldAngle: 60,
      sourceFile: '07_dr.JPG',
    },
  ],
  [
    'CHASE_DB1',
    { 'Image_02L.jpg': jpeg(1), 'Image_02L_1stHO.png': vessels() },
    { name: 'Image_02L', extension: 'jpg', diagnosis: null, split: 'train', fieldAngle: 30 },
  ],
  [
    'DRIVE',
    {
      'training/images/21_training.tif': tiff(1),
      'training/1st_manual/21_manual1.gif': vesselsGif(),
      'training/mask/21_training_mask.gif': fovGif(),
    },
    { name: '21_training', extension: 'png', split: 'train', fieldAngle: 45 },
  ],
  [
    'STARE',
    { 'im0001.ppm': ppm(1), 'im0001.ah.ppm': vesselsGif() },
    { name: 'im0001', extension: 'png', split: null, fieldAngle: 35 },
  ],
  [
    'plain',
    { 'images/anna_g.webp': png(1), 'masks/anna_g.png': vessels() },
    { name: 'anna_g', extension: 'png', diagnosis: 'g', split: null, fieldAngle: null },
  ],
];

describe('importPaths', () => {
  test.each(layouts)('takes the layout of %s', async (layout, files, expected) => {
    const project = await temporaryProject();
    const report = await importFrom(project, await dataset(files));
    expect(report).toMatchObject({
      taken: [{ layout, annotations: 1, width, height }],
      leftOut: [],
      failed: [],
    });
    const [image, ...others] = await listImages(project);
    expect(others).toEqual([]);
    expect(image).toMatchObject({ sourceLayout: layout, width, height, ...expected });
    const annotation = await annotationOf(project, image!.id);
    expect(await pixels(project, annotation!.sha256)).toEqual([...vesselMask(width, height).data]);
    const fov = await getFov(project, image!.id);
    expect(fov.origin).toBe(layout === 'HRF' || layout === 'DRIVE' ? 'given' : 'estimated');
    expect(Math.abs(image!.fovDiameter - 0.9 * height)).toBeLessThan(3);
  });

  test('stores what it decodes: photograph, thumbnail, masks with one bit a pixel', async () => {
    const project = await temporaryProject();
    const folder = await dataset({
      'images/a.tif': tiff(3),
      'masks/a.tif': vessels(2),
      'fov/a.gif': fovGif(),
    });
    await importFrom(project, folder);
    const image = await imageNamed(project, 'a');
    const stored = await decodeImage(await project.files.read(image.sha256, image.extension));
    expect([...stored.data]).toEqual([...(await decodeImage(join(folder, 'images/a.tif'))).data]);
    const fov = await getFov(project, image.id);
    expect(await pixels(project, fov.sha256)).toEqual([...discMask(width, height).data]);
    expect(await sharp(await project.files.read(fov.sha256, 'png')).metadata()).toMatchObject({
      bitsPerSample: 1,
    });
    const thumbnail = await sharp(await project.files.read(image.thumbnailSha256!, 'jpg')).metadata();
    expect(thumbnail).toMatchObject({ format: 'jpeg', width, height });
  });

  test('stores no file with metadata, and says what it removed', async () => {
    const project = await temporaryProject();
    const photo = sharp(await jpeg(1))
      .withExif({ IFD0: { Artist: 'DOE^JANE' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- DOE^JANE --></x:xmpmeta>');
    const folder = await dataset({
      'images/a.jpg': photo.clone().jpeg().toBuffer(),
      'images/b.png': photo.clone().modulate({ brightness: 0.9 }).png().toBuffer(),
      'masks/a.tif': sharp(await vessels())
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">DOE^JANE</x:xmpmeta>')
        .tiff()
        .toBuffer(),
    });
    const { taken } = await importFrom(project, folder);
    expect(taken.map(({ stripped }) => stripped)).toEqual([
      ['EXIF', 'GPS', 'XMP'],
      ['EXIF', 'GPS', 'XMP'],
    ]);
    expect((await imageNamed(project, 'a')).stripped).toEqual(['EXIF', 'GPS', 'XMP']);
    const files = await storedFiles(project);
    expect(files).toHaveLength(7);
    for (const file of files) {
      const bytes = await readFile(file);
      expect(metadataIn(bytes)).toEqual([]);
      expect(bytes.includes('DOE^JANE')).toBe(false);
    }
  });

  test('trains on the first observer and keeps the second, whichever comes first', async () => {
    const files = {
      'Image_01L.jpg': jpeg(1),
      'Image_01L_1stHO.png': vessels(1),
      'Image_01L_2ndHO.png': vessels(2),
    };
    const first = [...vesselMask(width, height, 1).data];
    const together = await temporaryProject();
    await importFrom(together, await dataset(files));
    const later = await temporaryProject();
    for (const [name, content] of Object.entries(files).reverse()) {
      const folder = await dataset({ 'Image_01L.jpg': files['Image_01L.jpg'], [name]: content });
      await importFrom(later, folder);
    }
    for (const project of [together, later]) {
      const { id } = await imageNamed(project, 'Image_01L');
      const masks = await listMasks(project, { imageId: id });
      expect(masks.map(({ observer }) => observer).sort()).toEqual(['1stHO', '2ndHO']);
      expect(await pixels(project, (await annotationOf(project, id))!.sha256)).toEqual(first);
    }
  });

  test('takes class, split and field angle from the options before the names', async () => {
    const project = await temporaryProject();
    const folder = await dataset({ 'images/01_h.jpg': jpeg(1), 'manual1/01_h.tif': vessels() });
    await importFrom(project, folder, { diagnosis: 'g', split: 'val', fieldAngle: 45 });
    expect(await imageNamed(project, '01_h')).toMatchObject({ diagnosis: 'g', split: 'val', fieldAngle: 45 });
  });

  test('passes over hidden files, and the files of projects', async () => {
    const project = await temporaryProject();
    await importFrom(project, await dataset({ 'a.png': png(1) }));
    const folder = await dataset({ '._b.png': 'no picture', '.trash/c.png': png(2), 'd.png': png(3) });
    const { taken, leftOut } = await importPaths(project, [folder, project.dir], {}, context());
    expect(taken.map(({ name }) => name)).toEqual(['d']);
    expect(leftOut).toEqual([{ file: project.dir, reason: 'the folder of a project' }]);
  });

  test('reports its progress by files', async () => {
    const project = await temporaryProject();
    const reports: Progress[] = [];
    const folder = await dataset({ 'a.png': png(1), 'b.png': png(2), 'masks/z.tif': vessels() });
    await importPaths(project, [folder], {}, context({ report: (progress) => reports.push(progress) }));
    expect(reports.map(({ done, total, detail }) => `${done}/${total} ${detail}`)).toEqual([
      '1/3 a.png',
      '2/3 b.png',
      '3/3 z.tif',
    ]);
  });
});
