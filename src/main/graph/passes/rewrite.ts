import { apply } from '../operators.ts';
import { type Tensor, topologicalOrder } from '../tensor.ts';

/** The named outputs of a graph. */
export type Outputs = Readonly<Record<string, Tensor>>;

/**
 * Builds a graph anew, inputs before what uses them. `replace` is given each tensor of the old graph and the new
 * ones of its inputs, and returns what takes its place; undefined keeps the operator.
 */
export function rewrite(
  outputs: Outputs,
  replace: (tensor: Tensor, inputs: readonly Tensor[]) => Tensor | undefined,
): Record<string, Tensor> {
  const renewed = new Map<Tensor, Tensor>();
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    const inputs = tensor.inputs.map((x) => renewed.get(x)!);
    renewed.set(tensor, replace(tensor, inputs) ?? withInputs(tensor, inputs));
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, renewed.get(tensor)!]));
}

/** The same operator on other inputs. */
export function withInputs(tensor: Tensor, inputs: readonly Tensor[]): Tensor {
  const unchanged = inputs.every((x, index) => x === tensor.inputs[index]);
  return unchanged ? tensor : apply(tensor.operator, inputs, tensor.attributes);
}

/** How often each tensor is used, as an input of another or as an output. */
export function countUses(outputs: Outputs): Map<Tensor, number> {
  const uses = new Map<Tensor, number>();
  const wanted = Object.values(outputs);
  for (const tensor of [...topologicalOrder(wanted).flatMap(({ inputs }) => inputs), ...wanted]) {
    uses.set(tensor, (uses.get(tensor) ?? 0) + 1);
  }
  return uses;
}
