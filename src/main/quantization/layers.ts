import type { Weights } from '../graph/passes/fold.ts';
import { countUses, type Outputs } from '../graph/passes/rewrite.ts';
import { elementCount, type Operator, type Tensor, topologicalOrder } from '../graph/tensor.ts';

/** A convolution that can be computed with integers. */
export interface Layer {
  /** As its filter, less the last part: "down.0.1" of "down.0.1.weight". */
  readonly name: string;
  /** The name of its filter. */
  readonly filter: string;
  readonly tensor: Tensor;
  /** Multiplications with additions for an input of the size that the graph was built for. */
  readonly multiplyAdds: number;
}

/** The convolutions over pictures whose weights are known and no other layer's, from input to output. */
export function integerLayers(outputs: Outputs, weights: Weights): Layer[] {
  const uses = countUses(outputs);
  const layers: Layer[] = [];
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    if (tensor.operator !== 'conv2d') continue;
    const [, ...parameters] = tensor.inputs;
    const [filter] = parameters;
    const known = parameters.every(
      (it) => it.operator === 'parameter' && weights.has(it.attributes.name) && uses.get(it) === 1,
    );
    const isPicture = elementCount(tensor.shape.slice(2)) > 1;
    if (!known || !isPicture || filter?.operator !== 'parameter') continue;
    const perPixel = elementCount(filter.shape);
    layers.push({
      name: filter.attributes.name.replace(/\.[^.]*$/, ''),
      filter: filter.attributes.name,
      tensor,
      multiplyAdds: (perPixel * elementCount(tensor.shape)) / tensor.shape[1]!,
    });
  }
  return layers;
}

/** Tensors that share one code, each group named by one of its tensors. */
export interface CodeGroups {
  /** The group of any tensor of the network. */
  of(tensor: Tensor): Tensor;
  /** Those tensors of a group whose values decide its range; the others only move these about. */
  members(group: Tensor): readonly Tensor[];
}

/** The result has values of the operands, and at most 0 besides. */
const moves: ReadonlySet<Operator> = new Set([
  'maxPool',
  'upsampleNearest',
  'depthToSpace',
  'concat',
  'slice',
  'pad',
]);

/**
 * Groups tensors that operators only move about with their operands, so that bytes are copied and never scaled anew:
 * a concatenation and its operands have the range of the widest. Where operands that are never negative are joined to
 * others, the result has a range of its own: the zero point of a ReLU must stay 0.
 */
export function groupCodes(outputs: Outputs): CodeGroups {
  const parents = new Map<Tensor, Tensor>();
  const find = (tensor: Tensor): Tensor => {
    const parent = parents.get(tensor);
    return parent ? find(parent) : tensor;
  };
  const order = topologicalOrder(Object.values(outputs));
  const unsigned = unsignedTensors(order);
  const isMoved = (tensor: Tensor) =>
    moves.has(tensor.operator) && tensor.inputs.every((x) => unsigned.has(x) === unsigned.has(tensor));
  for (const tensor of order.filter(isMoved)) {
    for (const x of tensor.inputs) {
      const [a, b] = [find(tensor), find(x)];
      if (a !== b) parents.set(a, b);
    }
  }
  const members = Map.groupBy(
    order.filter((tensor) => !isMoved(tensor)),
    find,
  );
  return { of: find, members: (group) => members.get(group) ?? [] };
}

function unsignedTensors(order: readonly Tensor[]): Set<Tensor> {
  const unsigned = new Set<Tensor>();
  for (const tensor of order) {
    const { operator, inputs } = tensor;
    const isKept = moves.has(operator) && inputs.every((x) => unsigned.has(x));
    if (operator === 'relu' || operator === 'sigmoid' || isKept) unsigned.add(tensor);
  }
  return unsigned;
}
