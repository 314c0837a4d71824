import * as tf from '@tensorflow/tfjs-core';
import type { Outputs } from '../../graph/passes/rewrite.ts';
import { applyRule, type Tensor, topologicalOrder } from '../../graph/tensor.ts';
import { type TensorflowRules, tensorflowRules } from './rules.ts';
import { Value } from './value.ts';

/** TensorFlow's tensors by the names of the graph's inputs, parameters or outputs, NCHW. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/**
 * A graph that TensorFlow.js computes operator by operator, on the backend that is set there. What depends on
 * parameters and constants alone is computed once; all else is freed as soon as nothing needs it any more.
 */
export class Interpreter {
  readonly #outputs: Outputs;
  readonly #rules: TensorflowRules;
  /** What each run computes, inputs before what uses them. */
  readonly #order: readonly Tensor[];
  /** What the runs need of what is computed once. */
  readonly #constants: ReadonlyMap<Tensor, Value>;

  /** @param parameters by name; disposed of with this */
  constructor(outputs: Outputs, parameters: Tensors = {}, rules = tensorflowRules) {
    this.#outputs = outputs;
    this.#rules = rules;
    const order = topologicalOrder(Object.values(outputs));
    const isConstant = constantTensors(order);
    this.#order = order.filter((tensor) => !isConstant.has(tensor));
    const needed = [...this.#order.flatMap(({ inputs }) => inputs), ...Object.values(outputs)];
    const given = valuesOf(order, 'parameter', parameters);
    this.#constants = compute(
      order.filter((tensor) => isConstant.has(tensor)),
      new Set(needed.filter((tensor) => isConstant.has(tensor))),
      given,
      rules,
    );
    for (const [tensor, value] of given) if (!this.#constants.has(tensor)) value.dispose();
    for (const tensor of filtersAlone(this.#order, outputs)) this.#constants.get(tensor)?.keepAsFilter();
  }

  /**
   * @param inputs by name; they stay the caller's
   * @returns the outputs called `names`, the caller's to dispose of
   */
  run(inputs: Tensors, names: readonly string[] = Object.keys(this.#outputs)): Record<string, tf.Tensor> {
    const wanted = new Set(names.map((name) => this.#outputs[name]!));
    const order = leadingTo(wanted, this.#order);
    const fed = valuesOf(order, 'input', inputs);
    const values = compute(order, wanted, new Map([...this.#constants, ...fed]), this.#rules);
    const results = names.map((name) => [name, tf.clone(values.get(this.#outputs[name]!)!.in('nchw'))]);
    for (const [tensor, value] of values) {
      if (!this.#constants.has(tensor) && !fed.has(tensor)) value.dispose();
    }
    for (const value of fed.values()) value.disposeConversions();
    return Object.fromEntries(results);
  }

  dispose(): void {
    for (const value of this.#constants.values()) value.dispose();
  }
}

/** All that does not depend on what is fed. */
function constantTensors(order: readonly Tensor[]): ReadonlySet<Tensor> {
  const constants = new Set<Tensor>();
  for (const tensor of order) {
    if (tensor.operator !== 'input' && tensor.inputs.every((x) => constants.has(x))) constants.add(tensor);
  }
  return constants;
}

/** What convolutions take as their filter and nothing else takes. */
function filtersAlone(order: readonly Tensor[], outputs: Outputs): Tensor[] {
  const filters = new Set<Tensor>();
  const others = new Set<Tensor>(Object.values(outputs));
  for (const { operator, inputs } of order) {
    const isConvolution = operator === 'conv2d' || operator === 'conv2dInputGradient';
    inputs.forEach((x, index) => {
      (isConvolution && index === 1 ? filters : others).add(x);
    });
  }
  return [...filters].filter((tensor) => !others.has(tensor));
}

function leadingTo(wanted: ReadonlySet<Tensor>, order: readonly Tensor[]): Tensor[] {
  const needed = new Set(wanted);
  for (const tensor of order.toReversed()) {
    if (needed.has(tensor)) for (const x of tensor.inputs) needed.add(x);
  }
  return order.filter((tensor) => needed.has(tensor));
}

function valuesOf(
  order: readonly Tensor[],
  operator: 'input' | 'parameter',
  tensors: Tensors,
): Map<Tensor, Value> {
  const values = new Map<Tensor, Value>();
  for (const tensor of order) {
    if (tensor.operator !== operator) continue;
    const { name } = tensor.attributes;
    const given = tensors[name];
    if (given?.shape.join() !== tensor.shape.join()) {
      const found = given ? `[${given.shape.join(', ')}]` : 'none';
      throw new Error(`${operator} '${name}': expected [${tensor.shape.join(', ')}], found ${found}`);
    }
    values.set(tensor, new Value(given, tensor.shape));
  }
  return values;
}

/** How many tensors of `order`, and `wanted`, still need each tensor. */
function countNeeds(order: readonly Tensor[], wanted: ReadonlySet<Tensor>): Map<Tensor, number> {
  const needs = new Map<Tensor, number>();
  for (const tensor of [...order.flatMap(({ inputs }) => [...new Set(inputs)]), ...wanted]) {
    needs.set(tensor, (needs.get(tensor) ?? 0) + 1);
  }
  return needs;
}

/** The values of `wanted`. @param given they are neither computed nor freed */
function compute(
  order: readonly Tensor[],
  wanted: ReadonlySet<Tensor>,
  given: ReadonlyMap<Tensor, Value>,
  rules: TensorflowRules,
): Map<Tensor, Value> {
  const needs = countNeeds(order, wanted);
  const computed = new Map<Tensor, Value>();
  const known = (tensor: Tensor) => given.get(tensor) ?? computed.get(tensor)!;
  try {
    for (const tensor of order) {
      if (given.has(tensor)) continue;
      computed.set(tensor, evaluate(tensor, tensor.inputs.map(known), rules));
      for (const x of new Set(tensor.inputs)) {
        const left = needs.get(x)! - 1;
        needs.set(x, left);
        if (left > 0) continue;
        computed.get(x)?.dispose();
        computed.delete(x);
      }
    }
  } catch (error) {
    for (const value of computed.values()) value.dispose();
    throw error;
  }
  return new Map([...wanted].map((tensor) => [tensor, known(tensor)]));
}

function evaluate(tensor: Tensor, inputs: readonly Value[], rules: TensorflowRules): Value {
  const result: Value[] = [];
  tf.tidy(() => {
    result.push(applyRule(rules, tensor, inputs));
    return result[0]!.own;
  });
  return result[0]!;
}
