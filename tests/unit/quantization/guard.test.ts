import { beforeAll, describe, expect, it } from 'vitest';
import { activationCode } from '../../../src/main/quantization/arithmetic.ts';
import { type AccuracyCheck, quantizeWithin } from '../../../src/main/quantization/guard.ts';
import { type PreparedNetwork, prepareNetwork } from '../../../src/main/quantization/integer-network.ts';
import type { NetworkSession } from '../../../src/main/runtime/session.ts';
import type { JobContext } from '../../../src/shared/progress.ts';
import { mixedFeeds, mixedFile } from './networks.ts';

const original = mixedFile(3);
const ctx = (): JobContext => ({ report: () => {}, signal: new AbortController().signal });
const codes = { codeOf: () => activationCode({ low: -4, high: 4 }), reduceRange: false };
let network: PreparedNetwork;
beforeAll(() => {
  network = prepareNetwork(original);
});

async function outputOf(session: NetworkSession): Promise<Float32Array> {
  const { y } = await session.run(mixedFeeds(1, 32));
  return y!.data;
}

/** Measures the mean difference from the float32 network, measured for real. */
function check(most: number): AccuracyCheck {
  let reference: Float32Array | undefined;
  return {
    limits: [{ name: 'difference', most, loss: (_, after) => after.difference! }],
    sample: async (session) => [await outputOf(session)],
    async measure(session) {
      const own = await outputOf(session);
      reference ??= own;
      const expected = reference;
      const difference = own.reduce((sum, value, i) => sum + Math.abs(value - expected[i]!), 0) / own.length;
      return { difference };
    },
  };
}

const guard = (most: number, context = ctx()) =>
  quantizeWithin({ network, codes, original, check: check(most), session: { threads: 1 } }, context);

describe('the accuracy guard', () => {
  it('makes all layers integers where the limit allows it', async () => {
    const { trials, onnx, before } = await guard(1);
    expect(before).toEqual({ difference: 0 });
    expect(trials).toHaveLength(1);
    expect(trials[0]).toMatchObject({ floatLayers: [], isWithin: true });
    expect(onnx).not.toBeNull();
  });

  it('returns the most sensitive layers to float32, one more each time, until the loss is within the limit', async () => {
    const all = await guard(1);
    const limit = all.trials[0]!.scores.difference! * 0.6;
    const { trials, sensitivities, onnx } = await guard(limit);
    const errors = sensitivities.map(({ error }) => error);
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
    expect(trials.length).toBeGreaterThan(1);
    const order = sensitivities.map(({ layer }) => layer.name);
    trials.forEach(({ floatLayers, isWithin, losses }, index) => {
      expect(floatLayers).toEqual(order.slice(0, index));
      expect(isWithin).toBe(index === trials.length - 1);
      expect(losses[0]!.loss <= limit).toBe(isWithin);
    });
    expect(onnx).not.toBeNull();
  });

  it('refuses a network that no choice of layers keeps within the limit', async () => {
    const { trials, onnx } = await guard(0);
    expect(onnx).toBeNull();
    expect(trials.map(({ isWithin }) => isWithin)).toEqual(network.layers.map(() => false));
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const report: JobContext['report'] = ({ phase }) => {
      if (phase === 'Measuring layers') controller.abort();
    };
    await expect(guard(1, { report, signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
