/**
 * The intermediate representation of every network and every training step: a directed acyclic graph of
 * float32 tensors, each the single output of one operator. A graph is never changed, only built upon, so
 * shape inference, differentiation, ONNX export and the rest are passes with one rule an operator.
 *
 * Images are NCHW. Axes are counted from 0. Reductions keep their axes with length 1.
 */

export type Shape = readonly number[];

/** Zeros around height and width. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

type None = Readonly<Record<never, never>>;

/** Every operator with its attributes; the comment gives its inputs and what it computes. */
export interface Attributes {
  /** A tensor fed at run time. */
  input: { readonly name: string };
  /** A named weight, held outside the graph. */
  parameter: { readonly name: string };
  /** A literal tensor. */
  constant: { readonly values: Float32Array };
  /**
   * A named weight of integers, held in the graph: values * scales[k], k along the first axis; S8 for a filter,
   * S32 for a bias.
   */
  integerParameter: {
    readonly name: string;
    readonly values: Int8Array | Int32Array;
    readonly scales: Float32Array;
  };

  /** a, b with broadcasting. */
  add: None;
  subtract: None;
  multiply: None;
  divide: None;

  relu: None;
  leakyRelu: { readonly slope: number };
  sigmoid: None;
  tanh: None;
  exp: None;
  log: None;
  sqrt: None;
  abs: None;
  /** log(1 + exp(x)). */
  softplus: None;
  /** `above` where x > 0, else `below`; its derivative is 0. */
  step: { readonly below: number; readonly above: number };
  /**
   * x rounded to U8 and back: (clamp(round(x / scale) + zeroPoint, 0, 255) - zeroPoint) * scale, halves to even;
   * its derivative is 0. Where an engine has integer kernels it computes what lies between two of these with them.
   */
  fakeQuantize: { readonly scale: number; readonly zeroPoint: number };

  /** x [N,C,H,W], filter [K,C/groups,R,S], optional bias [K]: cross-correlation. */
  conv2d: { readonly stride: number; readonly padding: Padding; readonly groups: number };
  /**
   * dy [N,K,h,w], filter [K,C,R,S], optional bias [C]: the gradient of conv2d with respect to x of the size `height` x
   * `width`, which is the transposed convolution of dy.
   */
  conv2dInputGradient: {
    readonly stride: number;
    readonly padding: Padding;
    readonly height: number;
    readonly width: number;
  };
  /** x [N,C,H,W], dy [N,K,h,w]: the gradient of conv2d with respect to a filter of R x S = `kernel`. */
  conv2dFilterGradient: {
    readonly stride: number;
    readonly padding: Padding;
    readonly kernel: readonly [number, number];
  };
  /** x [N,C,H,W], scale [1,C,1,1], shift [1,C,1,1]: x * scale + shift in one pass over memory. */
  affine: None;
  /** x, gamma [C], beta [C], mean [C], variance [C]: normalisation by stored statistics. */
  batchNorm: { readonly epsilon: number };

  /** Non-overlapping windows of size x size. */
  maxPool: { readonly size: number };
  averagePool: { readonly size: number };
  /** Each pixel becomes factor x factor equal ones. */
  upsampleNearest: { readonly factor: number };
  /** Linear between the centres of pixels, which lie half a pixel from the edges; constant beyond the outermost. */
  upsampleBilinear: { readonly factor: number };
  /** Channels in the order (block row, block column, channel): ONNX's DCR. */
  depthToSpace: { readonly block: number };
  spaceToDepth: { readonly block: number };

  concat: { readonly axis: number };
  slice: { readonly starts: Shape; readonly ends: Shape };
  /** Zeros before and after, for each axis. */
  pad: { readonly before: Shape; readonly after: Shape };
  reshape: { readonly shape: Shape };
  broadcastTo: { readonly shape: Shape };
  /** Axis i of the result is axis order[i] of x. */
  transpose: { readonly order: Shape };
  /** x [M,...], indices [K], whole numbers 0..M-1: x's entries of these numbers, [K,...]. */
  gather: None;
  /**
   * x [N,C,H,W], grid [N,h,w,2] of places (x, y) where -1 and 1 are the centres of the first and the last pixel:
   * the values there, 0 beyond the outer pixels. For data: it has no gradient.
   */
  gridSample: { readonly mode: 'bilinear' | 'nearest' };
  /** a [...,M,K], b [...,K,N], the axes before the last two with broadcasting: matrix products. */
  matMul: None;

  reduceSum: { readonly axes: Shape };
  reduceMean: { readonly axes: Shape };
  /** a, b [N,C,H,W] -> [N,C,1,1]: the sum of a * b over height and width, without storing the product. */
  spatialDot: None;
}

export type Operator = keyof Attributes;

export interface TensorOf<Op extends Operator> {
  readonly operator: Op;
  readonly attributes: Attributes[Op];
  readonly inputs: readonly Tensor[];
  readonly shape: Shape;
}

export type Tensor = { readonly [Op in Operator]: TensorOf<Op> }[Operator];

/** A pass: one rule for each operator. `Rest` and `Result` are what the pass hands to a rule and gets back. */
export type Rules<Rest extends readonly unknown[], Result> = {
  readonly [Op in Operator]: (tensor: TensorOf<Op>, ...rest: Rest) => Result;
};

/** Applies the rule of the tensor's own operator. */
export function applyRule<Rest extends readonly unknown[], Result>(
  rules: Rules<Rest, Result>,
  tensor: Tensor,
  ...rest: Rest
): Result {
  // TypeScript cannot see that the rule and the tensor share their operator; `Rules` guarantees it.
  const rule = rules[tensor.operator] as (tensor: Tensor, ...rest: Rest) => Result;
  return rule(tensor, ...rest);
}

/** All tensors that the outputs depend on, each after its inputs. */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = [];
  const visited = new Set<Tensor>();
  // An explicit stack: a training step is deeper than JavaScript's call stack may be.
  const stack: { tensor: Tensor; next: number }[] = [];
  const visit = (tensor: Tensor) => {
    if (visited.has(tensor)) return;
    visited.add(tensor);
    stack.push({ tensor, next: 0 });
  };
  for (const output of outputs) {
    visit(output);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const input = top.tensor.inputs[top.next];
      if (input) {
        top.next += 1;
        visit(input);
      } else {
        order.push(top.tensor);
        stack.pop();
      }
    }
  }
  return order;
}

export function elementCount(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}
