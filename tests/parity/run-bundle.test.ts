import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { gradients } from '../../src/main/graph/gradients.ts';
import { input, multiply, reduceMean, reduceSum, reshape } from '../../src/main/graph/operators.ts';
import { type Outputs, rewrite } from '../../src/main/graph/passes/rewrite.ts';
import { elementCount, type Tensor, topologicalOrder } from '../../src/main/graph/tensor.ts';
import type { Values } from '../../src/main/runtime/session.ts';
import { writeBundle } from '../../src/main/training/bundle.ts';
import { nextOf, type StepProgram } from '../../src/main/training/program.ts';
import { readResult } from '../../src/main/training/run-result.ts';
import { forwardCases, type OperatorCase, operatorCases } from './cases.ts';
import { difference, randomFeeds, runOnnx } from './compare.ts';
import { python, unlessSkipped } from './python.ts';

const script = join(import.meta.dirname, '../../scripts/run-bundle.py');
const folder = mkdtempSync(join(tmpdir(), 'fundus-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Two float32 engines that sum at most a few hundred products in different orders. */
const tolerance = 2e-5;

/** Integers are for inference. */
const isTrained = ({ output }: OperatorCase) =>
  topologicalOrder([output]).every(({ operator }) => !/integerParameter|fakeQuantize/.test(operator));

/** An operator and its gradients, with names of their own. */
function outputsOf({ output, inputs }: OperatorCase, isDifferentiable: boolean, prefix: string): Outputs {
  const dy = input('dy', output.shape);
  const loss = reduceSum(multiply(output, dy));
  const computed = isDifferentiable ? [output, ...gradients(loss, inputs)] : [output];
  const outputs = Object.fromEntries(computed.map((tensor, index) => [`${prefix}.${index}`, tensor]));
  return rewrite(outputs, (tensor) =>
    tensor.operator === 'input' ? input(`${prefix}.${tensor.attributes.name}`, tensor.shape) : undefined,
  );
}

function feedsOf({ inputs, output, range }: OperatorCase, prefix: string): [string, Values][] {
  const feeds = randomFeeds([...inputs, input('dy', output.shape)], range);
  return Object.entries(feeds).map(([name, values]) => [`${prefix}.${name}`, values]);
}

/** One step that computes all outputs, as states that were 0. */
function programOf(outputs: Outputs, data: Readonly<Record<string, Values>>): StepProgram {
  const flat = (tensor: Tensor) => reshape(tensor, [elementCount(tensor.shape)]);
  const next = Object.entries(outputs).map(([name, tensor]) => [nextOf(name), flat(tensor)]);
  const states = Object.entries(outputs).map(([name, { shape }]) => [
    name,
    new Float32Array(elementCount(shape)),
  ]);
  const rate = input('rate', [1]);
  return {
    graphs: {
      step: { ...Object.fromEntries(next), mean: multiply(reduceMean(Object.values(outputs)[0]!), rate) },
    },
    states: Object.fromEntries(states),
    results: Object.keys(outputs),
    data,
    inputs: () => ({ graph: 'step', feeds: { rate: { data: Float32Array.of(0.3), dims: [1] } } }),
    steps: 1,
    metrics: ['mean'],
  };
}

it.skipIf(!python).for(['nchw', 'nhwc'])(
  `computes every operator and its gradients as ONNX Runtime does, in the layout %s${unlessSkipped}`,
  async (layout) => {
    const cases = [...operatorCases, ...forwardCases].filter(isTrained);
    const graphs = cases.map((one, index) => outputsOf(one, operatorCases.includes(one), `case${index}`));
    const outputs: Outputs = Object.assign({}, ...graphs);
    const data = Object.fromEntries(cases.flatMap((one, index) => feedsOf(one, `case${index}`)));
    const bundle = join(folder, `${layout}.zip`);
    const facts = {
      kind: 'segmenter',
      seed: 1,
      options: null,
      software: 'test',
      createdAt: '2026-01-01T00:00:00Z',
    } as const;
    await writeBundle(bundle, facts, programOf(outputs, data), new AbortController().signal);
    const arguments_ = [
      script,
      bundle,
      join(folder, layout),
      '--layout',
      layout,
      '--device',
      'cpu',
      '--threads',
      '1',
    ];
    const { status, stderr } = spawnSync(python!, arguments_, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { states } = await readResult(join(folder, layout, 'result.zip'));
    const expected = await runOnnx(outputs, data, 'extended');
    const worst = Object.keys(outputs).map((name) => {
      const one = cases[Number(/\d+/.exec(name)![0])]!;
      return { case: one.name, output: name, difference: difference(states[name]!, expected[name]!.data) };
    });
    expect(worst.filter((one) => !(one.difference < tolerance))).toEqual([]);
  },
);
