import type { Palette } from '../../viewer/palette.ts';
import type { Rectangle } from '../../viewer/raster.ts';
import { levelFor, type Transform } from '../../viewer/transform.ts';
import type { Pyramid } from '../mask/pyramid.ts';

/** What is drawn: a mask, or two of the same size against each other. */
export interface MaskLayers {
  readonly mask: Pyramid;
  readonly reference: Pyramid | null;
}

/**
 * Draws part of a canvas: every pixel takes the colour of the mask's cell under its centre, and is transparent
 * outside the mask. From scale 1 on that is the mask's own pixels; below, cells that hold the share of vessel.
 *
 * @param pixels of `area`, row by row, 0xAABBGGRR
 * @param area part of the canvas
 */
export function paintMask(
  pixels: Uint32Array,
  area: Rectangle,
  transform: Transform,
  { mask, reference }: MaskLayers,
  palette: Palette,
): void {
  const level = levelFor(transform.scale, mask.length);
  const { width, height, data } = mask[level]!;
  const colours = reference
    ? { other: reference[level]!.data, pair: pairColours(palette, level) }
    : { single: level === 0 ? Uint32Array.of(palette.single[0]!, palette.single[255]!) : palette.single };
  const side = transform.scale * 2 ** level;
  const columns = cellsUnder(area.left, area.width, transform.x, side, width);
  const rows = cellsUnder(area.top, area.height, transform.y, side, height);
  for (let y = 0; y < area.height; y++) {
    const start = y * area.width;
    const row = rows[y]!;
    if (row < 0) pixels.fill(0, start, start + area.width);
    else if (y > 0 && row === rows[y - 1]) pixels.copyWithin(start, start - area.width, start);
    else if (colours.single) paintRow(pixels, start, columns, data, row * width, colours.single);
    else paintPairRow(pixels, start, columns, data, colours.other, row * width, colours.pair);
  }
}

/** The cell under the centre of each pixel along an axis; -1 outside. */
function cellsUnder(start: number, count: number, origin: number, side: number, cells: number): Int32Array {
  const result = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const cell = Math.floor((start + i + 0.5 - origin) / side);
    result[i] = cell >= 0 && cell < cells ? cell : -1;
  }
  return result;
}

function paintRow(
  pixels: Uint32Array,
  start: number,
  columns: Int32Array,
  data: Uint8Array,
  row: number,
  colours: Uint32Array,
): void {
  for (let x = 0; x < columns.length; x++) {
    const column = columns[x]!;
    pixels[start + x] = column < 0 ? 0 : colours[data[row + column]!]!;
  }
}

interface PairColours {
  readonly colours: Uint32Array;
  /** Turns a cell's value into 0..31 by shifting right. */
  readonly shift: number;
  readonly stride: number;
}

/** At level 0 the values are 0 and 1: a table of four colours serves them. */
function pairColours({ pair }: Palette, level: number): PairColours {
  return level === 0
    ? {
        colours: Uint32Array.of(pair[0]!, pair[31]!, pair[32 * 31]!, pair[32 * 31 + 31]!),
        shift: 0,
        stride: 2,
      }
    : { colours: pair, shift: 3, stride: 32 };
}

function paintPairRow(
  pixels: Uint32Array,
  start: number,
  columns: Int32Array,
  data: Uint8Array,
  other: Uint8Array,
  row: number,
  { colours, shift, stride }: PairColours,
): void {
  for (let x = 0; x < columns.length; x++) {
    const column = columns[x]!;
    pixels[start + x] =
      column < 0 ? 0 : colours[(data[row + column]! >> shift) * stride + (other[row + column]! >> shift)]!;
  }
}
