import type { OnnxGraph, OnnxNode } from '../graph/onnx/schema.ts';
import { DataType, decodeModel } from '../graph/onnx/schema.ts';
import type { Layer } from './layers.ts';

/** What ONNX Runtime computes after it has rewritten a network for this processor. */
export interface ExecutedGraph {
  /** How many nodes there are of each operator, and what they compute with; the small sums over shapes left out. */
  readonly operators: readonly ExecutedOperator[];
  /** Names of the layers that run in float32. */
  readonly floatLayers: readonly string[];
  /** The share of the layers' multiplications with additions that they are, 0..1. */
  readonly floatMultiplyAdds: number;
}

export interface ExecutedOperator {
  readonly operator: string;
  /** The result's; 'int8' are bytes of either sign. */
  readonly precision: 'int8' | 'fp32';
  readonly count: number;
}

/** What ONNX Runtime appends to the name of a filter that it has made U8, see `SessionOptions.exactByteProducts`. */
const madeUnsigned = /_s8_2_u8$/;

type ElementType = 'int8' | 'fp32' | 'shape';

/**
 * Reads the graph that ONNX Runtime saved.
 * @param optimized the saved file
 * @param layers those of the network, which keep the names of their filters
 */
export function readExecutedGraph(optimized: Uint8Array, layers: readonly Layer[]): ExecutedGraph {
  const { graph } = decodeModel(optimized);
  if (!graph) throw new Error('readExecutedGraph: the file has no graph');
  const types = elementTypes(graph);
  const counts = new Map<string, ExecutedOperator>();
  for (const node of graph.node) {
    const precision = types.get(node.output[0]!)!;
    if (precision === 'shape') continue;
    const key = `${node.opType} ${precision}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { operator: node.opType, precision, count });
  }
  const integerFilters = new Set(
    graph.node
      .filter(({ opType }) => opType === 'QLinearConv')
      .map(({ input }) => input[3]!.replace(madeUnsigned, '')),
  );
  const floatLayers = layers.filter(({ filter }) => !integerFilters.has(filter));
  return {
    operators: [...counts.values()].sort((a, b) => b.count - a.count),
    floatLayers: floatLayers.map(({ name }) => name),
    floatMultiplyAdds: sumOf(floatLayers) / sumOf(layers),
  };
}

const sumOf = (layers: readonly Layer[]) => layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);

function elementTypes(graph: OnnxGraph): Map<string, ElementType> {
  const types = new Map<string, ElementType>();
  for (const { name, dataType } of graph.initializer) types.set(name, typeOf(dataType));
  for (const { name, type } of graph.input) types.set(name, typeOf(type?.tensorType?.elemType ?? 0));
  for (const node of graph.node) {
    const type = resultType(node, types);
    for (const name of node.output) types.set(name, type);
  }
  return types;
}

function resultType({ opType, input }: OnnxNode, types: ReadonlyMap<string, ElementType>): ElementType {
  if (opType === 'QuantizeLinear' || opType.startsWith('QLinear')) return 'int8';
  if (opType === 'DequantizeLinear') return 'fp32';
  if (opType === 'Shape') return 'shape';
  return types.get(input[0]!) ?? 'fp32';
}

function typeOf(dataType: number): ElementType {
  if (dataType === DataType.float) return 'fp32';
  return dataType === DataType.uint8 || dataType === DataType.int8 ? 'int8' : 'shape';
}
