import type { Weights } from '../graph/passes/fold.ts';
import { countUses, type Outputs } from '../graph/passes/rewrite.ts';
import { elementCount, type Tensor, topologicalOrder } from '../graph/tensor.ts';

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
