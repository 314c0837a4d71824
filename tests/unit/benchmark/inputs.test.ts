import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  type Picture,
  randomPicture,
  segmenterInputs,
  synthesizerInputs,
  writeInputs,
} from '../../../src/main/benchmark/inputs.ts';
import { temporaryFolder } from '../store/support.ts';

const [width, height] = [120, 80];
/** Three planes that tell where a number was cut from; the right half is the field of view. */
const picture: Picture = {
  image: Float32Array.from({ length: 3 * width * height }, (_, index) => index),
  fov: {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => Number(i % width >= 60)),
  },
  vessels: {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => Number(i % 7 === 0)),
  },
};

it('a whole image is the middle of the photograph, with nothing around it', () => {
  const [image] = segmenterInputs(picture, { shape: 'image', width: 124, height: 40 });
  expect(image!.dims).toEqual([3, 40, 124]);
  expect(image!.data).toHaveLength(3 * 40 * 124);
  // Two columns beyond the left rim, then row 20 from its first pixel on.
  expect([...image!.data.subarray(0, 4)]).toEqual([0, 0, 20 * width, 20 * width + 1]);
  expect(image!.data[2 * 40 * 124 + 2]).toBe(2 * width * height + 20 * width);
});

it('patches are real pixels with their centres inside the field of view, the same ones every time', () => {
  const shape = { shape: 'patch', width: 8, height: 8 } as const;
  const [patches] = segmenterInputs(picture, shape);
  const size = 3 * 8 * 8;
  expect(patches!.data.length / size).toBe(64);
  for (let patch = 0; patch < 64; patch++) {
    const centre = patches!.data[patch * size + 4 * 8 + 4]!;
    expect(centre % width).toBeGreaterThanOrEqual(60);
    expect(patches!.data[patch * size + 64 + 4 * 8 + 4]).toBe(centre + width * height);
  }
  expect(segmenterInputs(picture, shape)).toEqual([patches]);
});

it.each([
  ['image', 64],
  ['patch', 16],
] as const)('a synthesizer is given masks, noise and codes of one size: %s', (shape, side) => {
  const inputs = synthesizerInputs(picture, { shape, width: side, height: side }, 8);
  const byName = Object.fromEntries(inputs.map((input) => [input.name, input]));
  expect(Object.keys(byName)).toEqual(['mask', 'fov', 'noise', 'diagnosis', 'style']);
  for (const name of ['mask', 'fov', 'noise']) expect(byName[name]!.dims).toEqual([1, side, side]);
  expect(byName.mask!.data.length).toBe(byName.noise!.data.length);
  expect([...new Set(byName.mask!.data)].sort()).toEqual([0, 1]);
  expect(byName.style!.data).toHaveLength(8);
});

it('files hold the numbers as they are', async () => {
  const [image] = segmenterInputs(randomPicture(32, 32), { shape: 'image', width: 16, height: 16 });
  const [file] = await writeInputs([image!], await temporaryFolder(), 'test');
  const bytes = await readFile(file!.file);
  expect(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)).toEqual(image!.data);
  expect(file).toMatchObject({ name: 'image', dims: [3, 16, 16] });
});
