import { type Backend, backends, type Precision, precisions } from '../../shared/api/benchmark.ts';
import { backendNames } from '../../shared/benchmark-text.ts';

/** A bar's fill in the light and in the dark scheme. */
export interface BarColour {
  readonly light: string;
  readonly dark: string;
}

/**
 * Told apart by lightness as well as by hue, so also without seeing red and green, and each with a contrast of at
 * least 3 to the page (WCAG 2.2, 1.4.11).
 */
const colours: Record<Precision, Record<Backend, BarColour>> = {
  fp32: {
    onnxruntime: { light: '#8b95a1', dark: '#77818e' },
    'tensorflow-onednn': { light: '#dd6b10', dark: '#f0923f' },
    tensorflow: { light: '#7a3e00', dark: '#b4692a' },
    'tensorflow-js': { light: '#7c5cdb', dark: '#9f88f2' },
  },
  int8: {
    onnxruntime: { light: '#0b625b', dark: '#45d3c4' },
    'tensorflow-onednn': { light: '#2f2fd0', dark: '#ffe14d' },
    tensorflow: { light: '#1a1a4d', dark: '#8844ff' },
    'tensorflow-js': { light: '#1769aa', dark: '#ffffff' },
  },
};

/** Two results side by side. */
export const comparedColours: readonly [BarColour, BarColour] = [
  { light: '#8b95a1', dark: '#77818e' },
  { light: '#1c4fa0', dark: '#8fb4ff' },
];

export const cssColour = ({ light, dark }: BarColour) => `light-dark(${light}, ${dark})`;

export interface VariantLook {
  readonly key: string;
  readonly label: string;
  readonly colour: BarColour;
}

/** All variants that there can be, in the order of a chart's bars. */
export const variantLooks: readonly VariantLook[] = backends.flatMap((backend) =>
  precisions.map((precision) => ({
    key: variantKey({ backend, precision }),
    label: `${backendNames[backend]} ${precision}`,
    colour: colours[precision][backend],
  })),
);

export function variantKey({ backend, precision }: { backend: Backend; precision: Precision }): string {
  return `${backend} ${precision}`;
}
