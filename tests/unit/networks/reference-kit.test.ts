import { describe, expect, it } from 'vitest';
import { input } from '../../../src/main/graph/operators.ts';
import { elementCount, type Tensor, topologicalOrder } from '../../../src/main/graph/tensor.ts';
import { inferenceScope } from '../../../src/main/networks/layers.ts';
import { kitSegmenter, kitSynthesizer } from '../../../src/main/networks/reference-kit.ts';

const patch = input('patch', [1, 3, 48, 48]);
const mask = input('mask', [1, 3, 512, 512]);
const { blend, probability } = kitSegmenter(inferenceScope, patch);
const picture = kitSynthesizer(inferenceScope, mask);

const all = (operator: Tensor['operator'], ...outputs: Tensor[]) =>
  topologicalOrder(outputs).filter((tensor) => tensor.operator === operator);
const filterShape = ({ inputs }: Tensor) => inputs[1]!.shape.join('x');
const weights = (...outputs: Tensor[]) =>
  all('parameter', ...outputs).reduce((sum, { shape }) => sum + elementCount(shape), 0);
const distinct = (values: readonly unknown[]) => [...new Set(values.map((value) => JSON.stringify(value)))];

describe('the segmenter of the reference kit', () => {
  /** Input and output channels of its residual blocks, in their order. */
  const blocks = [
    [1, 16],
    [16, 32],
    [32, 64],
    [64, 64],
    [64, 128],
    [128, 128],
    [128, 256],
    [256, 256],
    [256, 512],
    [512 + 256, 256],
    [256, 256],
    [256 + 128, 128],
    [128, 128],
    [128 + 64, 64],
    [64 + 32, 32],
    [32, 32],
  ] as const;

  it('has the convolutions of its residual blocks, with a shortcut where the channels change', () => {
    const expected = blocks.flatMap(([from, to]) => [
      `${to}x${from}x3x3`,
      `${to}x${to}x3x3`,
      ...(from === to ? [] : [`${to}x${from}x1x1`]),
    ]);
    const blend3 = Array<string>(3).fill('1x1x3x3');
    const found = all('conv2d', blend, probability).map(filterShape);
    expect(found.sort()).toEqual([...blend3, ...expected, '1x32x1x1'].sort());
  });

  it('normalises behind every convolution but the three of the blend, without biases', () => {
    const convolutions = all('conv2d', blend, probability);
    expect(convolutions.every(({ inputs }) => inputs.length === 2)).toBe(true);
    expect(all('batchNorm', blend, probability)).toHaveLength(convolutions.length - 3 + 1);
  });

  it('has two filters for three colours', () => {
    const filters = all('conv2d', blend).map(({ inputs }) => inputs[1]);
    expect([filters.length, new Set(filters).size]).toEqual([3, 2]);
  });

  it('works at 96 pixels to 6, and answers at 48', () => {
    const sides = (operator: Tensor['operator']) => all(operator, probability).map(({ shape }) => shape[2]);
    expect(sides('upsampleBilinear')).toEqual([96, 12, 24, 48, 96]);
    expect(sides('maxPool')).toEqual([48, 24, 12, 6, 48]);
    expect([blend.shape, probability.shape]).toEqual([
      [1, 1, 48, 48],
      [1, 1, 48, 48],
    ]);
  });

  it('has the constants of Keras', () => {
    const slopes = distinct(all('leakyRelu', probability).map(({ attributes }) => attributes));
    const epsilons = distinct(all('batchNorm', probability).map(({ attributes }) => attributes));
    expect([slopes, epsilons]).toEqual([['{"slope":0.3}'], ['{"epsilon":0.001}']]);
  });
});

describe('the synthesizer of the reference kit', () => {
  const down = [3, 64, 128, 256, 512, 512, 512, 512, 512];
  /** Input channels, those of the skip among them, and output channels. */
  const up = [
    [512, 512],
    [1024, 512],
    [1024, 512],
    [1024, 512],
    [1024, 256],
    [512, 128],
    [256, 64],
    [128, 3],
  ] as const;

  it('halves 512 pixels eight times by convolutions of 4 x 4', () => {
    const convolutions = all('conv2d', picture);
    expect(convolutions.map(filterShape)).toEqual(
      down.slice(1).map((channels, index) => `${channels}x${down[index]}x4x4`),
    );
    expect(convolutions.map(({ shape }) => shape[2])).toEqual([256, 128, 64, 32, 16, 8, 4, 2]);
  });

  it('doubles them eight times by transposed ones', () => {
    const transposed = all('conv2dInputGradient', picture);
    expect(transposed.map(filterShape)).toEqual(up.map(([from, to]) => `${from}x${to}x4x4`));
    expect(transposed.map(({ shape }) => shape[2])).toEqual([4, 8, 16, 32, 64, 128, 256, 512]);
  });

  it('normalises behind all sixteen, which have biases, and ends in tanh', () => {
    const layers = [...all('conv2d', picture), ...all('conv2dInputGradient', picture)];
    expect(layers.every(({ inputs }) => inputs.length === 3)).toBe(true);
    const norms = all('batchNorm', picture);
    expect(new Set(norms.map(({ inputs }) => inputs[0]))).toEqual(new Set(layers));
    expect(distinct(norms.map(({ attributes }) => attributes))).toEqual(['{"epsilon":0.001}']);
    const activations = all('leakyRelu', picture);
    expect(activations).toHaveLength(15);
    expect(distinct(activations.map(({ attributes }) => attributes))).toEqual(['{"slope":0.2}']);
    expect([picture.operator, picture.shape]).toEqual(['tanh', [1, 3, 512, 512]]);
  });

  it('has as many weights as layers of that size have', () => {
    const biased = (from: number, to: number) => from * to * 16 + to;
    const layers = [
      ...down.slice(1).map((to, index) => [biased(down[index]!, to), to] as const),
      ...up.map(([from, to]) => [biased(from, to), to] as const),
    ];
    expect(weights(picture)).toBe(layers.reduce((sum, [own, channels]) => sum + own + 4 * channels, 0));
  });
});
