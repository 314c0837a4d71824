import { expect, test } from 'vitest';
import { predictPatches } from '../../../benchmarks/patches.ts';
import type { Values } from '../../../src/main/runtime/session.ts';
import { random } from '../random.ts';

test('predictPatches gives the network every pixel in its place and averages what comes back', async () => {
  const [width, height] = [71, 58];
  const next = random(5);
  const input = Float32Array.from({ length: 3 * width * height }, () => next());
  let patches = 0;
  // Red + 10 blue of each pixel.
  const run = async ({ image }: Readonly<Record<string, Values>>) => {
    const { data, dims } = image!;
    expect(dims.slice(1)).toEqual([3, 48, 48]);
    const plane = 48 * 48;
    const out = new Float32Array(dims[0]! * plane);
    for (let n = 0; n < dims[0]!; n++, patches++) {
      for (let i = 0; i < plane; i++)
        out[n * plane + i] = data[3 * n * plane + i]! + 10 * data[(3 * n + 2) * plane + i]!;
    }
    return { probability: { data: out, dims: [dims[0]!, 1, 48, 48] } };
  };
  const { data } = await predictPatches({ run }, input, width, height);
  // (71 - 48) / 5 and (58 - 48) / 5, rounded up, plus one.
  expect(patches).toBe(6 * 3);
  const plane = width * height;
  for (let i = 0; i < plane; i++) expect(data[i]).toBeCloseTo(input[i]! + 10 * input[2 * plane + i]!, 4);
});
