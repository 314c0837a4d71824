import { expect, it } from 'vitest';
import { contrast } from '../../../../src/renderer/app/theme.ts';
import { comparedColours, variantLooks } from '../../../../src/renderer/benchmark/bar-colours.ts';

type Rgb = readonly [red: number, green: number, blue: number];
const matrices = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  // G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation of Color Vision
  // Deficiency, IEEE TVCG 15 (2009), severity 1.0, in linear RGB.
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

const linear = (hex: string): Rgb => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

/** CIELAB of linear sRGB under D65. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(a: string, b: string, sight: keyof typeof matrices): number {
  const seen = (hex: string) => {
    const [red, green, blue] = linear(hex);
    const row = ([x, y, z]: readonly [number, number, number]) => Math.max(0, x * red + y * green + z * blue);
    const [first, second, third] = matrices[sight];
    return lab([row(first), row(second), row(third)]);
  };
  const [one, other] = [seen(a), seen(b)];
  return Math.hypot(...one.map((value, index) => value - other[index]!));
}

const grounds = { light: '#ffffff', dark: '#242424' };
const schemes = ['light', 'dark'] as const;

it.each(schemes)('bars stand out from the page, %s', (scheme) => {
  for (const { label, colour } of variantLooks)
    expect(contrast(colour[scheme], grounds[scheme]), label).toBeGreaterThanOrEqual(3);
  for (const colour of comparedColours)
    expect(contrast(colour[scheme], grounds[scheme])).toBeGreaterThanOrEqual(3);
});

/** In CIELAB a difference of 2.3 can just be seen; that of a bar beside another is to be obvious. */
const obvious = 15;

it.each(
  schemes.flatMap((scheme) =>
    (Object.keys(matrices) as (keyof typeof matrices)[]).map((sight) => [scheme, sight] as const),
  ),
)('all bars can be told apart, %s, %s', (scheme, sight) => {
  for (const [index, one] of variantLooks.entries())
    for (const other of variantLooks.slice(index + 1))
      expect(
        difference(one.colour[scheme], other.colour[scheme], sight),
        `${one.label} and ${other.label}`,
      ).toBeGreaterThan(obvious);
  const [first, second] = comparedColours;
  expect(difference(first[scheme], second[scheme], sight)).toBeGreaterThan(obvious);
});
