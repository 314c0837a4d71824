import { expect, it } from 'vitest';
import { input } from '../../../src/main/graph/operators.ts';
import { unet } from '../../../src/main/networks/unet.ts';
import { collectParameters, initialValues, TrainingScope } from '../../../src/main/training/parameters.ts';
import { compileStatistics, joinStatistics } from '../../../src/main/training/statistics.ts';
import { createRandom } from '../../../src/shared/random.ts';

const network = { width: 2, levels: 2 };

/** The statistics of one large batch. */
async function statisticsOf(count: number, images: Float32Array, weights: Float32Array) {
  const image = input('image', [count, 3, 16, 16]);
  const group = collectParameters('net', (scope) => unet(scope, image, network));
  const scope = new TrainingScope(group);
  unet(scope, image, network);
  const pass = await compileStatistics(scope, { threads: 1 });
  const statistics = await pass.run(weights, { image: { data: images, dims: image.shape } });
  await pass.release();
  return { group, statistics };
}

it('joins the first layer statistics of batches to those of all their images', async () => {
  const random = createRandom(4);
  const length = 3 * 16 * 16;
  // Images of very different brightness, so that the means of the batches differ.
  const images = Float32Array.from(
    { length: 4 * length },
    (_, i) => Math.floor(i / length) + random.normal(),
  );
  const shape = input('image', [4, 3, 16, 16]);
  const { weights: layout } = collectParameters('net', (scope) => unet(scope, shape, network));
  const weights = initialValues(layout, createRandom(5));
  const whole = await statisticsOf(4, images, weights);
  const parts = [0, 1, 2, 3].map((i) =>
    statisticsOf(1, images.subarray(i * length, (i + 1) * length), weights),
  );
  const joined = joinStatistics(
    whole.group.statistics,
    (await Promise.all(parts)).map(({ statistics }) => statistics),
  );
  const [mean, variance] = whole.group.statistics.entries;
  expect([mean?.name, variance?.name]).toEqual(['down.0.0.norm.mean', 'down.0.0.norm.variance']);
  // Unbiased variances of 256 and of 1024 values differ by less than 1 in 256.
  for (let i = 0; i < 4; i++) {
    const expected = whole.statistics[i]!;
    expect(Math.abs(joined[i]! - expected)).toBeLessThan(1e-5 + Math.abs(expected) / 256);
  }
  const unjoined = (await parts[0]!).statistics;
  expect(Math.abs(unjoined[2]! / whole.statistics[2]! - 1)).toBeGreaterThan(0.05);
});
