import { describe, expect, it } from 'vitest';
import { randomWeights } from '../../../src/main/benchmark/random-weights.ts';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { input, relu } from '../../../src/main/graph/operators.ts';
import {
  batchNormalization,
  convolution,
  inferenceScope,
  type Scope,
} from '../../../src/main/networks/layers.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import { createRandom } from '../../../src/shared/random.ts';

const dims = [4, 3, 16, 16];
const random = createRandom(1);
const batch = {
  x: { dims, data: Float32Array.from({ length: 4 * 3 * 256 }, () => 5 + 3 * random.normal()) },
};

/** Two layers; the values of the second before its normalisation are what the first makes of the batch. */
function build(scope: Scope) {
  let x = input('x', dims);
  for (const name of ['a', 'b']) {
    x = relu(batchNormalization(scope, `${name}.norm`, convolution(scope, name, x, { channels: 5 })));
  }
  return x;
}

const weightsOf = (seed: number) => randomWeights(build, batch, seed, { threads: 1 });

describe('random weights', () => {
  it('are the same for the same seed, and others for another', async () => {
    const [a, b, c] = [await weightsOf(1), await weightsOf(1), await weightsOf(2)];
    expect(a).toEqual(b);
    expect(a.get('a.weight')).not.toEqual(c.get('a.weight'));
  });

  it('normalise what the batch gives', async () => {
    const weights = await weightsOf(3);
    const session = await createSession(writeOnnx({ y: build(inferenceScope) }, { weights }), { threads: 1 });
    const { y } = await session.run(batch);
    await session.release();
    const perImage = 5 * 256;
    for (let channel = 0; channel < 5; channel++) {
      const own = y!.data.filter((_, i) => Math.floor((i % perImage) / 256) === channel);
      // Of a standard normal variable the positive part has the mean 0.4.
      expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(0.4, 1);
    }
  });
});
