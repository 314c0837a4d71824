import { expect, test } from 'vitest';
import { drawContactSheet, wordPixels } from '../../../src/main/demo/contact-sheet.ts';
import type { Mask, Raster } from '../../../src/main/imaging/raster.ts';

function plain(width: number, height: number, rgb: readonly [number, number, number]): Raster {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => rgb[i % 3] ?? 0);
  return { width, height, channels: 3, data };
}

function full(width: number, height: number): Mask {
  return { width, height, data: new Uint8Array(width * height).fill(1) };
}

/** The colour in the middle of a cell: cells are 300 pixels wide, 10 apart, 200 high, below a heading of 34. */
function cellColour(sheet: Raster, column: number, row: number): number[] {
  const x = 10 + column * 310 + 150;
  const y = 34 + row * 210 + 100;
  return [...sheet.data.subarray((y * sheet.width + x) * 3, (y * sheet.width + x) * 3 + 3)];
}

test('each row shows photograph, annotation, prediction and three synthetic images', async () => {
  const red = plain(60, 40, [200, 10, 20]);
  const blue = plain(60, 40, [10, 20, 200]);
  const sheet = await drawContactSheet([
    { photograph: red, annotated: full(60, 40), predicted: null, synthetic: [blue] },
    { photograph: blue, annotated: null, predicted: full(60, 40), synthetic: [red, red, red, blue] },
  ]);
  expect([sheet.width, sheet.height]).toEqual([10 + 6 * 310, 34 + 2 * 210]);
  const [white, redColour, blueColour] = [
    [255, 255, 255],
    [200, 10, 20],
    [10, 20, 200],
  ];
  const colours = [0, 1].map((row) => [0, 1, 2, 3, 4, 5].map((column) => cellColour(sheet, column, row)));
  expect(colours).toEqual([
    [redColour, white, white, blueColour, white, white],
    [blueColour, white, white, redColour, redColour, redColour],
  ]);
});

test('a picture of other proportions keeps them, on black', async () => {
  const photograph = plain(60, 40, [0, 0, 0]);
  const square = plain(50, 50, [90, 90, 90]);
  const sheet = await drawContactSheet([
    { photograph, annotated: null, predicted: null, synthetic: [square] },
  ]);
  expect(cellColour(sheet, 3, 0)).toEqual([90, 90, 90]);
  const edge = ((34 + 100) * sheet.width + 10 + 3 * 310 + 20) * 3;
  expect([...sheet.data.subarray(edge, edge + 3)]).toEqual([0, 0, 0]);
});

test('letters are drawn pixel by pixel', () => {
  const rows = Array.from({ length: 7 }, () => Array.from({ length: 11 }, () => '.'));
  for (const { x, y } of wordPixels('TI', 1)) rows[y]![x] = '#';
  expect(rows.map((row) => row.join(''))).toEqual([
    '#####..###.',
    '..#.....#..',
    '..#.....#..',
    '..#.....#..',
    '..#.....#..',
    '..#.....#..',
    '..#....###.',
  ]);
  expect(wordPixels('TI', 2)).toHaveLength(4 * wordPixels('TI', 1).length);
});
