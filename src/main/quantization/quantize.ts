import { apply, fakeQuantize, integerParameter } from '../graph/operators.ts';
import type { Weights } from '../graph/passes/fold.ts';
import { type Outputs, withInputs } from '../graph/passes/rewrite.ts';
import { applyRule, type Operator, type Rules, type Tensor, type TensorOf } from '../graph/tensor.ts';
import { type ActivationCode, biasCodes, filterCodes, leastFilterScales } from './arithmetic.ts';
import type { CodeGroups } from './layers.ts';

/** What decides an integer network, besides the network. */
export interface IntegerPlan {
  /** The convolutions to compute with integers; their weights must be known. */
  readonly layers: ReadonlySet<Tensor>;
  readonly groups: CodeGroups;
  /** The code of a group that `requiredGroups` names. */
  readonly codeOf: (group: Tensor) => ActivationCode;
  /** The largest code of a filter: 127, or 64 (`reduce_range`) for processors without VNNI. */
  readonly largestFilterCode: number;
}

/**
 * Rewrites a network for integer arithmetic: the layers' weights become S8 and S32, and every tensor between two of
 * them is rounded to U8 (`fakeQuantize`). An engine with integer kernels computes what lies between with integers.
 * Layers that are not in the plan, and what follows them up to the next that is, stay float32.
 */
export function quantizeNetwork(
  outputs: Outputs,
  weights: Weights,
  plan: IntegerPlan,
): Record<string, Tensor> {
  const quantizer = new Quantizer(weights, plan);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => [name, quantizer.asFloats(tensor)]),
  );
}

/** The groups whose ranges must be known when all of the layers are computed with integers, or some of them. */
export function requiredGroups(
  outputs: Outputs,
  weights: Weights,
  { layers, groups }: Pick<IntegerPlan, 'layers' | 'groups'>,
): Set<Tensor> {
  const required = new Set<Tensor>();
  const codeOf = (group: Tensor) => {
    required.add(group);
    return { scale: 1, zeroPoint: 0 };
  };
  quantizeNetwork(outputs, weights, { layers, groups, codeOf, largestFilterCode: 127 });
  return required;
}

/** The tensor as integers, for operands of which one at least is there as integers. */
type IntegerRules = Rules<[quantizer: Quantizer], Tensor>;

/** Computed in float32, then rounded. */
const inFloats = (tensor: Tensor, quantizer: Quantizer) =>
  quantizer.rounded(tensor, quantizer.onFloats(tensor));

/** Gives integers of the operands' own code. */
const moved = (tensor: Tensor, quantizer: Quantizer) => quantizer.onIntegers(tensor);

/** Has an integer kernel, which gives the result a code of its own. */
const computed = (tensor: Tensor, quantizer: Quantizer) =>
  quantizer.rounded(tensor, quantizer.onIntegers(tensor));

const integerRules: IntegerRules = {
  input: inFloats,
  parameter: inFloats,
  constant: inFloats,
  integerParameter: inFloats,
  add: computed,
  subtract: inFloats,
  multiply: inFloats,
  divide: inFloats,
  // The zero point of values from 0 on is 0, and what lies below is clamped to it: the rounding is the ReLU.
  relu: (tensor, quantizer) => quantizer.rounded(tensor, quantizer.unrounded(tensor.inputs[0]!)),
  leakyRelu: computed,
  sigmoid: inFloats,
  tanh: inFloats,
  exp: inFloats,
  log: inFloats,
  sqrt: inFloats,
  abs: inFloats,
  softplus: inFloats,
  step: inFloats,
  fakeQuantize: inFloats,
  conv2d: (tensor, quantizer) => quantizer.rounded(tensor, quantizer.unrounded(tensor)),
  conv2dInputGradient: inFloats,
  conv2dFilterGradient: inFloats,
  affine: inFloats,
  batchNorm: inFloats,
  maxPool: moved,
  averagePool: inFloats,
  upsampleNearest: moved,
  upsampleBilinear: inFloats,
  depthToSpace: moved,
  spaceToDepth: inFloats,
  concat: (tensor, quantizer) => (quantizer.sharesCode(tensor) ? moved : computed)(tensor, quantizer),
  slice: moved,
  pad: moved,
  reshape: inFloats,
  broadcastTo: inFloats,
  transpose: inFloats,
  gather: inFloats,
  gridSample: inFloats,
  matMul: inFloats,
  reduceSum: inFloats,
  reduceMean: inFloats,
  spatialDot: inFloats,
};

/** The operands are smaller than the result: they are rounded before, whatever they are. */
const grows: ReadonlySet<Operator> = new Set(['upsampleNearest', 'pad']);

type Parameter = TensorOf<'parameter'>;

class Quantizer {
  readonly #weights: Weights;
  readonly #plan: IntegerPlan;
  readonly #floats = new Map<Tensor, Tensor>();
  readonly #integers = new Map<Tensor, Tensor>();

  constructor(weights: Weights, plan: IntegerPlan) {
    this.#weights = weights;
    this.#plan = plan;
  }

  /** The tensor as float32 values: its integers' values where it is computed with integers. */
  asFloats(tensor: Tensor): Tensor {
    const known = this.#floats.get(tensor);
    if (known) return known;
    const made = this.#isInteger(tensor) ? this.asIntegers(tensor) : this.onFloats(tensor);
    this.#floats.set(tensor, made);
    return made;
  }

  asIntegers(tensor: Tensor): Tensor {
    const known = this.#integers.get(tensor);
    if (known) return known;
    const made = this.#startsFromIntegers(tensor)
      ? applyRule(integerRules, tensor, this)
      : inFloats(tensor, this);
    this.#integers.set(tensor, made);
    return made;
  }

  #startsFromIntegers(tensor: Tensor): boolean {
    if (tensor.operator === 'conv2d') return this.#plan.layers.has(tensor);
    return grows.has(tensor.operator) || tensor.inputs.some((x) => this.#isInteger(x));
  }

  onFloats(tensor: Tensor): Tensor {
    return withInputs(
      tensor,
      tensor.inputs.map((x) => this.asFloats(x)),
    );
  }

  onIntegers(tensor: Tensor): Tensor {
    return withInputs(
      tensor,
      tensor.inputs.map((x) => this.asIntegers(x)),
    );
  }

  rounded(tensor: Tensor, value: Tensor): Tensor {
    return fakeQuantize(value, this.#code(tensor));
  }

  /** Whether the operands have the code of the result. */
  sharesCode(tensor: Tensor): boolean {
    const { groups } = this.#plan;
    return tensor.inputs.every((x) => groups.of(x) === groups.of(tensor));
  }

  /** A layer with integer operands, its sums not rounded yet; any other tensor as integers. */
  unrounded(tensor: Tensor): Tensor {
    if (tensor.operator !== 'conv2d' || !this.#plan.layers.has(tensor)) return this.asIntegers(tensor);
    const [x, filter, bias] = tensor.inputs as [Tensor, Parameter, Parameter | undefined];
    return apply('conv2d', [this.asIntegers(x), ...this.#layerCodes(x, filter, bias)], tensor.attributes);
  }

  #layerCodes(x: Tensor, filter: Parameter, bias: Parameter | undefined): Tensor[] {
    const inputScale = this.#code(x).scale;
    const channels = filter.shape[0]!;
    const biasValues = bias ? this.#values(bias) : new Float32Array(channels);
    const { values, scales } = filterCodes(
      this.#values(filter),
      this.#plan.largestFilterCode,
      leastFilterScales(biasValues, inputScale),
    );
    const codes = [integerParameter(filter.attributes.name, values, scales, filter.shape)];
    if (!bias) return codes;
    const biasScales = scales.map((scale) => scale * inputScale);
    const own = biasCodes(biasValues, biasScales);
    return [...codes, integerParameter(bias.attributes.name, own, biasScales, bias.shape)];
  }

  #values({ attributes: { name } }: Parameter): Float32Array {
    const values = this.#weights.get(name);
    if (!values) throw new Error(`quantizeNetwork: the values of '${name}' are not known`);
    return values;
  }

  #code(tensor: Tensor): ActivationCode {
    return this.#plan.codeOf(this.#plan.groups.of(tensor));
  }

  /** Whether the tensor is computed with integers, whatever uses it. */
  #isInteger(tensor: Tensor): boolean {
    if (tensor.operator === 'conv2d') return this.#plan.layers.has(tensor);
    if (tensor.operator === 'add') return tensor.inputs.some((x) => this.#isInteger(x));
    if (integerRules[tensor.operator] === inFloats) return false;
    return tensor.inputs.every((x) => this.#isInteger(x));
  }
}
