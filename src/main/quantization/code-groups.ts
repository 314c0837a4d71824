import type { Outputs } from '../graph/rewrite.ts';
import { type Operator, type Tensor, topologicalOrder } from '../graph/tensor.ts';

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
 * a concatenation and both of its operands have the range of the wider one.
 */
export function groupCodes(outputs: Outputs): CodeGroups {
  const parents = new Map<Tensor, Tensor>();
  const find = (tensor: Tensor): Tensor => {
    const parent = parents.get(tensor);
    return parent ? find(parent) : tensor;
  };
  const order = topologicalOrder(Object.values(outputs));
  for (const tensor of order.filter(({ operator }) => moves.has(operator))) {
    for (const x of tensor.inputs) {
      const [a, b] = [find(tensor), find(x)];
      if (a !== b) parents.set(a, b);
    }
  }
  const members = Map.groupBy(
    order.filter(({ operator }) => !moves.has(operator)),
    find,
  );
  return { of: find, members: (group) => members.get(group) ?? [] };
}
