import { expect, it } from 'vitest';
import { gather, input } from '../../../src/main/graph/operators.ts';
import type { Tensor } from '../../../src/main/graph/tensor.ts';
import { unet } from '../../../src/main/networks/unet.ts';
import { collectParameters, TrainingScope } from '../../../src/main/training/parameters.ts';
import type { StepProgram } from '../../../src/main/training/program.ts';
import { ProgramRunner, preciseStatistics } from '../../../src/main/training/run-program.ts';
import { initialState } from '../../../src/main/training/states.ts';
import { createRandom } from '../../../src/shared/random.ts';

const network = { width: 2, levels: 2 };
const all = input('images', [4, 3, 16, 16]);
const group = collectParameters('net', (scope) => unet(scope, all, network));

function statisticsOf(image: Tensor) {
  const scope = new TrainingScope(group);
  unet(scope, image, network);
  return { statistics: scope.batchStatistics()! };
}

/** A program that no step is done of. */
function programOn(images: Float32Array): StepProgram {
  const none = { graphs: {}, states: {}, results: [], steps: 1, metrics: [] };
  return {
    ...none,
    data: { images: { data: images, dims: all.shape } },
    inputs: () => expect.fail('no step is done'),
  };
}

it('joins the first layer statistics of batches to those of all their images', async () => {
  const random = createRandom(4);
  const length = 3 * 16 * 16;
  // Images of very different brightness, so that the means of the batches differ.
  const images = Float32Array.from(
    { length: 4 * length },
    (_, i) => Math.floor(i / length) + random.normal(),
  );
  const runner = new ProgramRunner(programOn(images), { threads: 1 });
  const states = { net: initialState(group, createRandom(5)) };
  const { statistics: whole } = await runner.evaluate(statisticsOf(all), states, {});
  const graph = statisticsOf(gather(all, input('index', [1])));
  const inputs = (index: number) => ({ index: { data: Float32Array.of(index), dims: [1] } });
  const reported: number[] = [];
  const joined = await preciseStatistics(
    runner,
    states,
    { placement: group.statistics, graph, inputs, batches: 4 },
    { report: (done) => reported.push(done), signal: new AbortController().signal },
  );
  expect(reported).toEqual([0, 1, 2, 3, 4]);
  const [mean, variance] = group.statistics.entries;
  expect([mean?.name, variance?.name]).toEqual(['down.0.0.norm.mean', 'down.0.0.norm.variance']);
  // Unbiased variances of 256 and of 1024 values differ by less than 1 in 256.
  for (let i = 0; i < 4; i++) {
    const expected = whole!.data[i]!;
    expect(Math.abs(joined[i]! - expected)).toBeLessThan(1e-5 + Math.abs(expected) / 256);
  }
  const { statistics: unjoined } = await runner.evaluate(graph, states, inputs(0));
  expect(Math.abs(unjoined!.data[2]! / whole!.data[2]! - 1)).toBeGreaterThan(0.05);
  await runner.release();
});
