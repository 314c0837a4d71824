import { darken, lighten, luminance, toRgba } from '@mantine/core';

/** WCAG 2 contrast ratio of two opaque colours, 1..21. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Of text at its normal size (WCAG 2.2, 1.4.3). */
const readableContrast = 4.5;
const step = 0.05;

/** The colour, moved towards black on a light ground and white on a dark one until text in it can be read. */
export function readable(colour: string, ground: string): string {
  const move = luminance(ground) > 0.179 ? darken : lighten;
  let amount = 0;
  let result = colour;
  while (contrast(result, ground) < readableContrast && amount < 1) {
    amount += step;
    result = move(colour, Math.min(amount, 1));
  }
  return result;
}

/** The colour laid over the ground. @param share of the colour, 0..1 */
export function tint(colour: string, ground: string, share: number): string {
  const [over, under] = [toRgba(colour), toRgba(ground)];
  const mixed = (['r', 'g', 'b'] as const).map((channel) =>
    Math.round(share * over[channel] + (1 - share) * under[channel]),
  );
  return `rgb(${mixed.join(', ')})`;
}
