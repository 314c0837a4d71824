import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeImage, decodeMask } from '../../src/main/imaging/decode.ts';
import { fovCircle } from '../../src/main/imaging/fov.ts';
import { metadataIn } from '../../src/main/imaging/metadata.ts';

const sample = join(import.meta.dirname, '../../resources/sample');
const images = await readdir(join(sample, 'images'));
const share = (data: Uint8Array) => data.reduce((sum, value) => sum + value, 0) / data.length;

describe('the sample', () => {
  test('takes at most 3 MB', async () => {
    const files = (await readdir(sample, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    const sizes = await Promise.all(
      files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3_000_000);
  });

  test('has two images of each group, none of HRF 01-05, which networks are trained on', () => {
    expect(images.map((file) => file.replace(/\.jpg$/i, '')).sort()).toEqual([
      '06_dr',
      '06_h',
      '07_h',
      '08_dr',
      '08_g',
      '10_g',
    ]);
  });

  test.each(images)('%s comes without metadata, with vessels and field of view of its size', async (file) => {
    const name = file.replace(/\.jpg$/i, '');
    expect(metadataIn(await readFile(join(sample, 'images', file)))).toEqual([]);
    const image = await decodeImage(join(sample, 'images', file));
    const vessels = await decodeMask(join(sample, 'manual1', `${name}.tif`));
    const fov = await decodeMask(join(sample, 'mask', `${name}_mask.tif`));
    for (const { width, height } of [image, vessels, fov]) expect([width, height]).toEqual([1752, 1168]);
    expect(share(vessels.data)).toBeGreaterThan(0.05);
    expect(share(vessels.data)).toBeLessThan(0.15);
    expect(share(fov.data)).toBeGreaterThan(0.8);
    expect(fovCircle(fov).diameter).toBeCloseTo(1631, -1);
  });
});
