import type { Calibrator } from '../../shared/api/quantization.ts';
import { type OnnxOptions, writeOnnx } from '../graph/onnx/write.ts';
import type { Weights } from '../graph/passes/fold.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import type { Tensor } from '../graph/tensor.ts';
import { createSession, type NetworkSession, type SessionOptions } from '../runtime/session.ts';
import { type ActivationCode, activationCode } from './arithmetic.ts';
import { calibratedRange } from './calibrators.ts';
import type { CodeGroups } from './code-groups.ts';
import { Histogram } from './histogram.ts';

/** A network in the graph's form, with what its file says besides. */
export interface Network {
  readonly outputs: Outputs;
  readonly weights: Weights;
  readonly freeDimensions: NonNullable<OnnxOptions['freeDimensions']>;
}

/** A float32 network that counts the values of its tensors while it runs. */
export interface ObservedNetwork {
  /** Like any session of the network, so that inference itself prepares what is observed. The caller releases it. */
  readonly session: NetworkSession;
  /** The codes of the observed groups, by the values seen so far. */
  codes(calibrator: Calibrator): (group: Tensor) => ActivationCode;
}

/** @param observed the groups of tensors to observe */
export async function observeNetwork(
  { outputs, weights, freeDimensions }: Network,
  groups: CodeGroups,
  observed: ReadonlySet<Tensor>,
  options: SessionOptions,
): Promise<ObservedNetwork> {
  const histograms = new Map([...observed].map((group) => [group, new Histogram()]));
  const taps = [...observed].flatMap((group) => groups.members(group).map((tensor) => ({ group, tensor })));
  const tapName = (index: number) => `observed ${index}`;
  const tapOutputs = Object.fromEntries(taps.map(({ tensor }, index) => [tapName(index), tensor]));
  const free = freeShapes(taps.map(({ tensor }) => tensor));
  const session = await createSession(
    writeOnnx(
      { ...outputs, ...tapOutputs },
      {
        weights,
        freeDimensions: {
          ...freeDimensions,
          ...Object.fromEntries(free.map((dims, i) => [tapName(i), dims])),
        },
      },
    ),
    options,
  );
  const run: NetworkSession['run'] = async (feeds, names = Object.keys(outputs)) => {
    const results = await session.run(feeds);
    for (const [index, { group }] of taps.entries()) {
      histograms.get(group)!.add(results[tapName(index)]!.data);
    }
    return Object.fromEntries(names.map((name) => [name, results[name]!]));
  };
  return {
    session: { ...session, run },
    codes: (calibrator) => {
      const codes = new Map(
        [...histograms].map(([group, own]) => [group, activationCode(calibratedRange(own, calibrator))]),
      );
      return (group) => {
        const code = codes.get(group);
        if (!code) throw new Error(`a ${group.operator} was not observed`);
        return code;
      };
    },
  };
}

/** All dimensions of a tap are free; each has a name of its own, for nothing is known of how they relate. */
function freeShapes(tensors: readonly Tensor[]): string[][] {
  return tensors.map(({ shape }, index) => shape.map((_, axis) => `observed ${index} ${axis}`));
}
