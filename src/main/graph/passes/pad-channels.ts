import { apply, concat, pad, parameter, slice } from '../operators.ts';
import { type Operator, type Tensor, type TensorOf, topologicalOrder } from '../tensor.ts';
import { type FoldedNetwork, usedWeights, type Weights } from './fold.ts';
import { countUses, type Outputs, withInputs } from './rewrite.ts';

export interface ChannelCounts {
  /** What the number of channels must be a multiple of. */
  readonly multiple: number;
  /** The fewest output channels. */
  readonly leastOutputs: number;
}

/**
 * Gives every convolution of more than one tap the numbers of input and output channels that an engine computes
 * fast: filters of zeros more, and channels of zeros more to match. Weights keep their names, outputs their values.
 * ONNX Runtime's fast integer kernel takes multiples of 4, and no fewer than 16 outputs: a 3x3 convolution of 3
 * channels to 16 does 18 billion products a second, one of 4 48; one of 24 to 12 does 20 to 25, one of 28 to 16 more
 * than 80 (one and two Zen 4 cores).
 */
export function padChannels(outputs: Outputs, weights: Weights, counts: ChannelCounts): FoldedNetwork {
  const padding = new ChannelPadding(outputs, weights, counts);
  const placed = new Map<Tensor, Placed>();
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    placed.set(
      tensor,
      padding.place(
        tensor,
        tensor.inputs.map((x) => placed.get(x)!),
      ),
    );
  }
  const renewed = Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => [name, withoutZeros(placed.get(tensor)!)]),
  );
  return { outputs: renewed, weights: usedWeights(renewed, padding.weights) };
}

/** Which of the original channels is at each place, or `zero`. */
type ChannelOrder = readonly number[];
const zero = -1;

interface Placed {
  readonly tensor: Tensor;
  readonly order: ChannelOrder;
}

/** These work channel by channel and leave a channel of zeros one of zeros. */
const channelwise: ReadonlySet<Operator> = new Set([
  'relu',
  'leakyRelu',
  'maxPool',
  'averagePool',
  'upsampleNearest',
]);

class ChannelPadding {
  readonly weights: Map<string, Float32Array>;
  readonly #uses: ReadonlyMap<Tensor, number>;
  readonly #counts: ChannelCounts;

  constructor(outputs: Outputs, weights: Weights, counts: ChannelCounts) {
    this.weights = new Map(weights);
    this.#uses = countUses(outputs);
    this.#counts = counts;
  }

  place(tensor: Tensor, inputs: readonly Placed[]): Placed {
    if (tensor.operator === 'conv2d' && this.#isOwn(tensor))
      return this.#placeConvolution(tensor, inputs[0]!);
    if (tensor.operator === 'concat' && tensor.attributes.axis === 1)
      return placeConcat(tensor, inputs, this.#counts.multiple);
    if (tensor.operator === 'add') return placeAdd(tensor, inputs as [Placed, Placed]);
    const [x] = inputs;
    if (x && channelwise.has(tensor.operator))
      return { tensor: withInputs(tensor, [x.tensor]), order: x.order };
    return unpadded(withInputs(tensor, inputs.map(withoutZeros)));
  }

  /** Whether the weights are known and nobody else's, so that they can be replaced. */
  #isOwn({ inputs: [, ...weights], attributes }: TensorOf<'conv2d'>): boolean {
    const known = weights.every(
      (it) => it.operator === 'parameter' && this.weights.has(it.attributes.name) && this.#uses.get(it) === 1,
    );
    return known && attributes.groups === 1;
  }

  #placeConvolution(tensor: TensorOf<'conv2d'>, unaligned: Placed): Placed {
    const [, filter, bias] = tensor.inputs as [
      Tensor,
      TensorOf<'parameter'>,
      TensorOf<'parameter'> | undefined,
    ];
    const [outputs, inputs, rows, columns] = filter.shape as [number, number, number, number];
    const taps = rows * columns;
    const isWindow = taps > 1;
    const { multiple, leastOutputs } = this.#counts;
    const x = isWindow ? aligned(unaligned, multiple) : unaligned;
    const length = isWindow ? roundUp(Math.max(outputs, leastOutputs), multiple) : outputs;
    const order = Array.from({ length }, (_, k) => (k < outputs ? k : zero));
    const spread = spreadFilter(this.#values(filter), { inputs, taps, from: x.order, to: order });
    const weights = [this.#replace(filter, spread, [length, x.order.length, rows, columns])];
    if (bias) {
      const values = this.#values(bias);
      weights.push(
        this.#replace(
          bias,
          Float32Array.from(order, (k) => values[k] ?? 0),
          [length],
        ),
      );
    }
    return { tensor: apply('conv2d', [x.tensor, ...weights], tensor.attributes), order };
  }

  #values({ attributes: { name } }: TensorOf<'parameter'>): Float32Array {
    return this.weights.get(name)!;
  }

  #replace(
    { attributes: { name } }: TensorOf<'parameter'>,
    values: Float32Array,
    shape: readonly number[],
  ): Tensor {
    this.weights.set(name, values);
    return parameter(name, shape);
  }
}

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/** With channels of zeros at the end, up to a multiple. */
function aligned({ tensor, order }: Placed, multiple: number): Placed {
  const more = roundUp(order.length, multiple) - order.length;
  if (more === 0) return { tensor, order };
  const none = tensor.shape.map(() => 0);
  return {
    tensor: pad(tensor, none, none.with(1, more)),
    order: [...order, ...Array.from({ length: more }, () => zero)],
  };
}

function unpadded(tensor: Tensor): Placed {
  return { tensor, order: Array.from({ length: tensor.shape[1] ?? 0 }, (_, channel) => channel) };
}

interface Spread {
  /** Channels and taps of the filter as it is. */
  readonly inputs: number;
  readonly taps: number;
  readonly from: ChannelOrder;
  readonly to: ChannelOrder;
}

function spreadFilter(values: Float32Array, { inputs, taps, from, to }: Spread): Float32Array {
  const spread = new Float32Array(to.length * from.length * taps);
  to.forEach((k, row) => {
    from.forEach((c, column) => {
      if (k === zero || c === zero) return;
      const start = (k * inputs + c) * taps;
      spread.set(values.subarray(start, start + taps), (row * from.length + column) * taps);
    });
  });
  return spread;
}

/** The operand with the fewest channels, where it costs least, gets what the sum lacks to a multiple. */
function placeConcat(tensor: TensorOf<'concat'>, operands: readonly Placed[], multiple: number): Placed {
  const lengths = operands.map(({ order }) => order.length);
  const total = lengths.reduce((a, b) => a + b, 0);
  const least = lengths.indexOf(Math.min(...lengths));
  const inputs = operands.map((x, index) =>
    index === least ? aligned(x, lengths[least]! + roundUp(total, multiple) - total) : x,
  );
  let first = 0;
  const order = inputs.flatMap((x, index) => {
    const start = first;
    first += tensor.inputs[index]!.shape[1]!;
    return x.order.map((channel) => (channel === zero ? zero : start + channel));
  });
  const tensors = inputs.map((x) => x.tensor);
  return { tensor: withInputs(tensor, tensors), order };
}

/** Operands of the same order, or one number for each channel, which gets the order of the other. */
function placeAdd(tensor: TensorOf<'add'>, [a, b]: readonly [Placed, Placed]): Placed {
  if (a.order.join() === b.order.join()) {
    return { tensor: withInputs(tensor, [a.tensor, b.tensor]), order: a.order };
  }
  const channels = b.order.length;
  const continues = a.order.every((channel, at) => channel === (at < channels ? at : zero));
  const [, , height, width] = b.tensor.shape;
  if (continues && height === 1 && width === 1) {
    const padded = aligned(b, a.order.length);
    return { tensor: withInputs(tensor, [a.tensor, padded.tensor]), order: a.order };
  }
  return unpadded(withInputs(tensor, [withoutZeros(a), withoutZeros(b)]));
}

/** Cuts the channels of zeros out. */
function withoutZeros({ tensor, order }: Placed): Tensor {
  if (!order.includes(zero)) return tensor;
  const runs: [start: number, end: number][] = [];
  order.forEach((channel, at) => {
    if (channel === zero) return;
    const last = runs.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else runs.push([at, at + 1]);
  });
  const start = (channel: number) => tensor.shape.map((_, axis) => (axis === 1 ? channel : 0));
  const parts = runs.map(([from, to]) => slice(tensor, start(from), tensor.shape.with(1, to)));
  return parts.length === 1 ? parts[0]! : concat(parts, 1);
}
