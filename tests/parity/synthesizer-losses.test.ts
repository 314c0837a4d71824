import { describe, expect, it, test } from 'vitest';
import { gradients } from '../../src/main/graph/gradients.ts';
import { input, multiply, reduceSum } from '../../src/main/graph/operators.ts';
import { elementCount, type Tensor } from '../../src/main/graph/tensor.ts';
import { discriminator } from '../../src/main/networks/discriminator.ts';
import { collectParameters, initialValues, TrainingScope } from '../../src/main/training/parameters.ts';
import { changeColours, cropsAt } from '../../src/main/training/synthesizer/discriminators.ts';
import { normalizedInside } from '../../src/main/training/synthesizer/frozen-segmenter.ts';
import {
  diceOfEach,
  diceShortfall,
  distanceTo,
  divergence,
  featureDistance,
  gradientPenalty,
  gridLoss,
  pixelLosses,
} from '../../src/main/training/synthesizer/losses.ts';
import { createRandom } from '../../src/shared/random.ts';
import { difference } from './compare.ts';
import { differences, evaluate } from './reference.ts';

/** Float64 against central differences in float64, relative to the greatest element above 1. */
const tolerance = 1e-6;

const random = createRandom(21);
const drawn = (count: number, draw = () => random.normal()) => Float64Array.from({ length: count }, draw);
const bits = (count: number, share: number) => drawn(count, () => Number(random.uniform() < share));
const computed = (tensor: Tensor, feeds: Readonly<Record<string, ArrayLike<number>>>) =>
  evaluate([tensor], feeds)[0]!;
const mean = (values: Iterable<number>) => [...values].reduce((a, b, _, all) => a + b / all.length, 0);

function expectSlopes(loss: Tensor, target: Tensor, feeds: Readonly<Record<string, ArrayLike<number>>>) {
  if (target.operator !== 'input') throw new Error('expected an input');
  const [gradient] = evaluate(gradients(loss, [target]), feeds);
  expect(gradient!.some((value) => value !== 0)).toBe(true);
  expect(difference(gradient!, differences(loss, feeds, target.attributes.name))).toBeLessThan(tolerance);
}

describe('R1', () => {
  const image = input('image', [2, 3, 8, 8]);
  const condition = input('condition', [2, 2, 8, 8]);
  const diagnosis = input('diagnosis', [2, 3, 1, 1]);
  const build = (scope: Parameters<typeof discriminator>[0]) =>
    discriminator(scope, image, condition, diagnosis, { widths: [3, 4], isNormalised: false });
  const group = collectParameters('critic', build);
  const scope = new TrainingScope(group);
  const discrimination = build(scope);
  const penalty = gradientPenalty(discrimination, image);
  const feeds = {
    image: drawn(elementCount(image.shape)),
    condition: bits(elementCount(condition.shape), 0.3),
    diagnosis: [0, 1, 0, 1, 0, 0],
    'critic.weights': Float64Array.from(initialValues(group.weights, random), (value) => 5 * value),
  };

  it("is the squared length of the slopes of an image's scores, the mean over images", () => {
    const slopes = differences(reduceSum(discrimination.scores), feeds, 'image');
    const expected = slopes.reduce((sum, slope) => sum + slope ** 2, 0) / 2;
    const [value] = computed(penalty, feeds);
    expect(expected).toBeGreaterThan(0.1);
    expect(Math.abs(value! - expected)).toBeLessThan(tolerance * expected);
  });

  it('has the slopes of finite differences for every weight', () => {
    const [gradient] = evaluate(gradients(penalty, [scope.flat]), feeds);
    expect(difference(gradient!, differences(penalty, feeds, 'critic.weights'))).toBeLessThan(tolerance);
  });
});

test('the scores of least squares', () => {
  const scores = input('scores', [2, 1, 3, 2]);
  const feeds = { scores: drawn(12) };
  const loss = distanceTo({ scores, features: [] }, 1);
  expect(computed(loss, feeds)[0]).toBeCloseTo(mean(feeds.scores.map((score) => (score - 1) ** 2)), 10);
  expectSlopes(loss, scores, feeds);
});

test('the distance of features, layer by layer', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name, i) => input(name, i < 2 ? [2, 3, 2, 2] : [2, 4])) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const feeds = { a: drawn(24), b: drawn(24), c: drawn(8), d: drawn(8) };
  const loss = featureDistance({ scores: a, features: [a, c] }, { scores: b, features: [b, d] }, (x) => x);
  const apart = (x: Float64Array, y: Float64Array) => mean(x.map((value, i) => Math.abs(value - y[i]!)));
  expect(computed(loss, feeds)[0]).toBeCloseTo(apart(feeds.a, feeds.b) + apart(feeds.c, feeds.d), 10);
  expectSlopes(loss, d, feeds);
});

test('the differences of pixels and of means over 8 x 8 of them', () => {
  const [fake, real] = [input('fake', [1, 3, 8, 16]), input('real', [1, 3, 8, 16])];
  const feeds = { fake: drawn(384), real: drawn(384) };
  const { pixels, colours } = pixelLosses(fake, real);
  const apart = feeds.fake.map((value, i) => value - feeds.real[i]!);
  expect(computed(pixels, feeds)[0]).toBeCloseTo(mean(apart.map(Math.abs)), 10);
  const block = (index: number) =>
    mean(apart.filter((_, i) => Math.floor(i / 128) * 2 + Math.floor((i % 16) / 8) === index));
  const blocks = Array.from({ length: 6 }, (_, index) => Math.abs(block(index)));
  expect(computed(colours, feeds)[0]).toBeCloseTo(mean(blocks), 10);
  expectSlopes(colours, fake, feeds);
});

describe('the grid', () => {
  const shape = [2, 3, 8, 12];
  const [fake, real] = [input('fake', shape), input('real', shape)];
  const loss = gridLoss(fake, real);
  const photograph = drawn(elementCount(shape));
  const picture = (value: (x: number, y: number, plane: number) => number) =>
    photograph.map((before, i) => before + value(i % 12, Math.floor(i / 12) % 8, Math.floor(i / 96)));
  const lossOf = (made: Float64Array) => computed(loss, { fake: made, real: photograph })[0];
  const sign = (count: number) => (count % 2 === 0 ? 1 : -1);

  it.each([
    ['columns', (x: number) => sign(x)],
    ['rows', (_: number, y: number) => sign(y)],
    ['a chessboard', (x: number, y: number) => sign(x + y)],
  ])('of alternating %s is their amplitude over the three patterns', (_, pattern) => {
    expect(lossOf(picture((x, y) => 0.3 * pattern(x, y)))).toBeCloseTo(0.1, 10);
    // In one of the six planes, either way round.
    expect(lossOf(picture((x, y, plane) => (plane === 4 ? -0.3 * pattern(x, y) : 0)))).toBeCloseTo(
      0.1 / 6,
      10,
    );
  });

  it('adds up where patterns lie over each other', () => {
    const made = picture((x, y) => 0.3 * sign(x) - 0.2 * sign(y) + 0.1 * sign(x + y));
    expect(lossOf(made)).toBeCloseTo((0.3 + 0.2 + 0.1) / 3, 10);
  });

  it('is none in the photograph itself, in another brightness or in what alternates with a longer period', () => {
    expect(lossOf(photograph)).toBe(0);
    expect(lossOf(picture((_x, _y, plane) => 0.1 * plane))).toBeCloseTo(0, 12);
    expect(lossOf(picture((x, y) => sign(Math.floor(x / 2)) + sign(Math.floor(y / 2))))).toBeCloseTo(0, 12);
  });

  it('counts a slope as half of its step from pixel to pixel', () => {
    expect(lossOf(picture((x) => 0.02 * x))).toBeCloseTo(0.01 / 3, 10);
  });

  it('has the slopes of finite differences', () => {
    expectSlopes(loss, fake, { fake: drawn(elementCount(shape)), real: photograph });
  });
});

test("a code's divergence from the standard normal distribution", () => {
  const [average, logVariance] = [input('average', [2, 8, 1, 1]), input('logVariance', [2, 8, 1, 1])];
  const feeds = { average: drawn(16), logVariance: drawn(16) };
  const loss = divergence({ mean: average, logVariance });
  // KL(N(m, s^2) || N(0, 1)) = -log s + (s^2 + m^2) / 2 - 1/2.
  const expected = feeds.average.map((m, i) => {
    const s = Math.exp(feeds.logVariance[i]! / 2);
    return -Math.log(s) + (s ** 2 + m ** 2) / 2 - 0.5;
  });
  expect(computed(loss, feeds)[0]).toBeCloseTo(8 * mean(expected), 10);
  expectSlopes(loss, logVariance, feeds);
  const [none] = computed(loss, { average: new Float64Array(16), logVariance: new Float64Array(16) });
  expect(none).toBe(0);
});

test('how far the Dice of each image falls short', () => {
  const plane = [2, 1, 4, 5];
  const [p, mask, fov] = [input('p', plane), input('mask', plane), input('fov', plane)];
  const feeds = { p: drawn(40, () => random.uniform()), mask: bits(40, 0.5), fov: bits(40, 0.8) };
  const expected = [0, 1].map((image) => {
    const total = (value: (i: number) => number) =>
      [...Array(20).keys()].reduce((sum, i) => sum + value(20 * image + i) * feeds.fov[20 * image + i]!, 0);
    const overlap = total((i) => feeds.p[i]! * feeds.mask[i]!);
    return (2 * overlap + 1) / (total((i) => feeds.p[i]!) + total((i) => feeds.mask[i]!) + 1);
  });
  const dice = diceOfEach(p, mask, fov);
  expect(dice.shape).toEqual([2, 1, 1, 1]);
  expect(difference(computed(dice, feeds), expected)).toBeLessThan(1e-10);
  const [high, low] = [Math.max(...expected), Math.min(...expected)];
  const margin = 1 - (high + low) / 2;
  const loss = diceShortfall(dice, margin);
  // One of the two is good enough.
  expect(computed(loss, feeds)[0]).toBeCloseTo((high - low) / 4, 7);
  expectSlopes(loss, p, feeds);
});

describe('what discriminators are shown', () => {
  const image = input('image', [2, 3, 6, 5]);
  const fov = input('fov', [2, 1, 6, 5]);
  const change = input('change', [2, 3, 1, 1]);
  const feeds = { image: drawn(180), fov: bits(60, 0.7), change: drawn(6, () => random.between(0.5, 1.5)) };
  const weights = input('weights', [2, 3, 6, 5]);
  const projection = (x: Tensor) => reduceSum(multiply(x, weights));

  it('is brighter, with more contrast and saturation inside the field of view, black outside', () => {
    const changed = computed(changeColours(image, fov, change), feeds);
    const at = (n: number, c: number, i: number) => feeds.image[(3 * n + c) * 30 + i]!;
    for (const n of [0, 1]) {
      const [brightness, contrast, saturation] = feeds.change.subarray(
        3 * n,
        3 * n + 3,
      ) as unknown as number[];
      const inside = [...Array(30).keys()].filter((i) => feeds.fov[30 * n + i] === 1);
      const sum = inside.flatMap((i) => [0, 1, 2].map((c) => at(n, c, i))).reduce((a, b) => a + b);
      // One is added to the count, so that an empty field of view divides by no zero.
      const pivot = sum / (3 * inside.length + 1);
      for (let i = 0; i < 30; i++) {
        const contrasted = [0, 1, 2].map((c) => (at(n, c, i) - pivot) * contrast! + pivot + brightness!);
        const grey = mean(contrasted);
        contrasted.forEach((value, c) => {
          const expected = inside.includes(i) ? (value - grey) * saturation! + grey : -1;
          expect(changed[(3 * n + c) * 30 + i]).toBeCloseTo(expected, 10);
        });
      }
    }
  });

  it('passes gradients through the change of colours', () => {
    const given = { ...feeds, weights: drawn(180) };
    expectSlopes(projection(changeColours(image, fov, change)), image, given);
  });

  it('is windows, those of one picture together, with what belongs to them', () => {
    const places = input('places', [2, 2]);
    const crops = cropsAt(places, 4, 6, 5);
    const given = { ...feeds, places: [1, 0, 2, 1], weights: drawn(192) };
    const windows = crops.of(image);
    expect(windows.shape).toEqual([4, 3, 4, 4]);
    const values = computed(windows, given);
    values.forEach((value, index) => {
      const [x, y] = [index % 4, Math.floor(index / 4) % 4];
      const [c, window] = [Math.floor(index / 16) % 3, Math.floor(index / 48)];
      const [top, left] = window % 2 === 0 ? [1, 0] : [2, 1];
      const from = ((3 * Math.floor(window / 2) + c) * 6 + y + top!) * 5 + x + left!;
      expect(value).toBe(feeds.image[from]);
    });
    expect([...computed(crops.repeat(change), given)]).toEqual([
      ...feeds.change.subarray(0, 3),
      ...feeds.change.subarray(0, 3),
      ...feeds.change.subarray(3),
      ...feeds.change.subarray(3),
    ]);
    const factor = input('weights', [4, 3, 4, 4]);
    expectSlopes(reduceSum(multiply(windows, factor)), image, given);
  });

  it('is the whole of a picture that is no larger than a window', () => {
    expect(cropsAt(input('places', [2, 2]), 6, 6, 5).of(image)).toBe(image);
  });
});

test('pictures as a segmenter sees them', () => {
  const [image, fov] = [input('image', [2, 3, 4, 5]), input('fov', [2, 1, 4, 5])];
  const feeds = { image: drawn(120), fov: bits(40, 0.7), weights: drawn(120) };
  const seen = normalizedInside(image, fov);
  const values = computed(seen, feeds);
  for (let plane = 0; plane < 6; plane++) {
    const inside = [...Array(20).keys()].filter((i) => feeds.fov[20 * Math.floor(plane / 3) + i] === 1);
    const own = inside.map((i) => values[20 * plane + i]!);
    expect(mean(own)).toBeCloseTo(0, 5);
    expect(mean(own.map((value) => value ** 2))).toBeCloseTo(1, 4);
    const outside = [...Array(20).keys()].filter((i) => !inside.includes(i));
    expect(outside.every((i) => values[20 * plane + i] === 0)).toBe(true);
  }
  expectSlopes(reduceSum(multiply(seen, input('weights', image.shape))), image, feeds);
});
