export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Apart for every kind of colour vision and in lightness (Okabe and Ito's advice; IBM's colour-blind safe palette).
 */
export const colours = {
  agreed: [255, 255, 255],
  onlyMask: [76, 130, 255],
  onlyAnnotation: [255, 176, 0],
} as const satisfies Record<string, Colour>;

/** What a mask may be drawn in; all stand out on the orange of a retina. */
export const maskColours = {
  cyan: [0, 229, 214],
  white: [255, 255, 255],
  blue: [64, 120, 255],
  green: [90, 255, 60],
  yellow: [255, 236, 60],
} as const satisfies Record<string, Colour>;
export type MaskColour = keyof typeof maskColours;

export const cssColour = (colour: Colour) => `rgb(${colour.join(' ')})`;

/** Pixels of a canvas (0xAABBGGRR) for what a cell of a mask, or of two masks, holds. */
export interface Palette {
  /** By the share of vessel, 0..255. */
  readonly single: Uint32Array;
  /** By the shares of vessel in two masks, 0..31 each: 32 * first + second. */
  readonly pair: Uint32Array;
}

export interface PaletteOptions {
  readonly mask: Colour;
  /** The colours of two masks: in both, only in the first, only in the second. */
  readonly both: Colour;
  readonly first: Colour;
  readonly second: Colour;
  /** 0..1 */
  readonly opacity: number;
  /** null: what lies below shows through. */
  readonly background: Colour | null;
}

export function createPalette({ mask, both, first, second, opacity, background }: PaletteOptions): Palette {
  const single = new Uint32Array(256);
  for (let share = 0; share < 256; share++) single[share] = pixel(mask, (share / 255) * opacity, background);
  const pair = new Uint32Array(32 * 32);
  for (let a = 0; a < 32; a++) {
    for (let b = 0; b < 32; b++) {
      const shared = Math.min(a, b);
      const colour = mix([both, shared], [first, a - shared], [second, b - shared]);
      pair[32 * a + b] = pixel(colour, (Math.max(a, b) / 31) * opacity, background);
    }
  }
  return { single, pair };
}

/** The mean of colours by weight; black where all weights are 0. */
function mix(...parts: readonly (readonly [Colour, number])[]): Colour {
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const channel = (i: 0 | 1 | 2) =>
    parts.reduce((sum, [colour, weight]) => sum + colour[i] * weight, 0) / total;
  return [channel(0), channel(1), channel(2)];
}

function pixel(colour: Colour, alpha: number, background: Colour | null): number {
  const [red, green, blue] = background ? mix([colour, alpha], [background, 1 - alpha]) : colour;
  const opacity = background ? 1 : alpha;
  const bytes = [red, green, blue, 255 * opacity].map(Math.round) as [number, number, number, number];
  return ((bytes[3] << 24) | (bytes[2] << 16) | (bytes[1] << 8) | bytes[0]) >>> 0;
}
