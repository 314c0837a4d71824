import { apply, parameter } from '../operators.ts';
import type { Tensor, TensorOf } from '../tensor.ts';
import { countUses, type Outputs, rewrite } from './rewrite.ts';

export type Weights = ReadonlyMap<string, Float32Array>;

export interface FoldedNetwork {
  readonly outputs: Record<string, Tensor>;
  /** The weights of the new graph only. */
  readonly weights: Map<string, Float32Array>;
}

/**
 * Folds batch normalisation by stored statistics into the convolution before it, or the transposed one:
 * gamma (w * x + b - mean) / sqrt(variance + epsilon) + beta is a convolution with the filter w s and the bias
 * beta + (b - mean) s, where s = gamma / sqrt(variance + epsilon). The filter keeps its name; a convolution
 * without a bias gets one under the name of beta. A pair is left as it is where the convolution's own result
 * is used elsewhere, or a weight that would change is shared or is not in `weights`.
 */
export function foldBatchNorm(outputs: Outputs, weights: Weights): FoldedNetwork {
  const uses = countUses(outputs);
  const folded = new Map<string, Float32Array>();
  const renewed = rewrite(outputs, (tensor, inputs) => {
    const pair = foldablePair(tensor, uses, weights);
    if (!pair) return undefined;
    const { filter, bias } = foldValues(pair, weights);
    folded.set(pair.filter.attributes.name, filter);
    folded.set(pair.bias.attributes.name, bias);
    // The convolution itself was rebuilt before; its x is the new one.
    const x = inputs[0]!.inputs[0]!;
    const operands = [x, pair.filter, parameter(pair.bias.attributes.name, [bias.length])];
    const { operator, attributes } = pair.convolution;
    return apply(operator, operands, attributes);
  });
  return { outputs: renewed, weights: usedWeights(renewed, new Map([...weights, ...folded])) };
}

type Parameter = TensorOf<'parameter'>;

interface Pair {
  readonly norm: TensorOf<'batchNorm'>;
  readonly convolution: TensorOf<'conv2d'> | TensorOf<'conv2dInputGradient'>;
  readonly filter: Parameter;
  /** The convolution's own, or else beta, whose name and place the new bias takes. */
  readonly bias: Parameter;
}

function foldablePair(norm: Tensor, uses: ReadonlyMap<Tensor, number>, weights: Weights): Pair | undefined {
  if (norm.operator !== 'batchNorm') return undefined;
  const [convolution, ...statistics] = norm.inputs;
  if (convolution?.operator !== 'conv2d' && convolution?.operator !== 'conv2dInputGradient') return undefined;
  const [, filter, bias = statistics[1]] = convolution.inputs;
  if (filter?.operator !== 'parameter' || bias?.operator !== 'parameter') return undefined;
  const unshared = [convolution, filter, bias].every((tensor) => uses.get(tensor) === 1);
  const known = [filter, bias, ...statistics].every((tensor) => valuesOf(tensor, weights) !== undefined);
  return unshared && known ? { norm, convolution, filter, bias } : undefined;
}

function valuesOf(tensor: Tensor, weights: Weights): Float32Array | undefined {
  if (tensor.operator === 'constant') return tensor.attributes.values;
  return tensor.operator === 'parameter' ? weights.get(tensor.attributes.name) : undefined;
}

function foldValues({ norm, convolution, filter }: Pair, weights: Weights) {
  const [gamma, beta, mean, variance] = norm.inputs.slice(1).map((tensor) => valuesOf(tensor, weights)!) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const ownBias = convolution.inputs[2] && valuesOf(convolution.inputs[2], weights);
  const scale = Array.from(gamma, (value, k) => value / Math.sqrt(variance[k]! + norm.attributes.epsilon));
  return {
    filter: scaleOutputs(valuesOf(filter, weights)!, convolution, scale),
    bias: beta.map((value, k) => value + ((ownBias?.[k] ?? 0) - mean[k]!) * scale[k]!),
  };
}

/** A filter [K,C,R,S], whose outputs are its first axis, or in a transposed convolution its second. */
function scaleOutputs(
  values: Float32Array,
  { operator, inputs }: Pair['convolution'],
  scale: readonly number[],
): Float32Array {
  const [, channels, rows, columns] = inputs[1]!.shape as [number, number, number, number];
  const perOutput = operator === 'conv2d' ? channels * rows * columns : rows * columns;
  return values.map((value, index) => value * scale[Math.floor(index / perOutput) % scale.length]!);
}

/** Those of the weights that the graph has as parameters. */
export function usedWeights(outputs: Outputs, weights: Weights): Map<string, Float32Array> {
  const used = new Map<string, Float32Array>();
  for (const tensor of countUses(outputs).keys()) {
    if (tensor.operator !== 'parameter') continue;
    const { name } = tensor.attributes;
    const values = weights.get(name);
    if (values) used.set(name, values);
  }
  return used;
}
