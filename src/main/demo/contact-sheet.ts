import type { Mask, Raster } from '../imaging/raster.ts';
import { resizeRaster } from '../imaging/resize.ts';
import { wordPixels } from './lettering.ts';

export interface SheetRow {
  readonly photograph: Raster;
  readonly annotated: Mask | null;
  readonly predicted: Mask | null;
  readonly synthetic: readonly Raster[];
}

export const syntheticPerRow = 3;

const headings = ['PHOTOGRAPH', 'ANNOTATED', 'PREDICTED', 'SYNTHETIC'];
const cellWidth = 300;
const gap = 10;
const headingScale = 2;
const headingHeight = 34;
const paper = 255;
const ink = 60;

/** Draws a row for each photograph: itself, its annotated and its predicted mask, synthetic images made from it. */
export async function drawContactSheet(rows: readonly SheetRow[]): Promise<Raster> {
  const columns = headings.length - 1 + syntheticPerRow;
  const cellHeights = rows.map(({ photograph }) => fittedHeight(photograph));
  const width = gap + columns * (cellWidth + gap);
  const height = headingHeight + cellHeights.reduce((sum, cellHeight) => sum + cellHeight + gap, 0);
  const sheet = new Uint8Array(width * height * 3).fill(paper);
  headings.forEach((heading, column) => {
    drawWord(sheet, width, heading, cellLeft(column), (headingHeight - 7 * headingScale) / 2);
  });
  let top = headingHeight;
  for (const [index, row] of rows.entries()) {
    const cellHeight = cellHeights[index] ?? 0;
    for (const [column, picture] of picturesOf(row).entries()) {
      if (picture) drawCell(sheet, width, await fitInto(picture, cellHeight), cellLeft(column), top);
    }
    top += cellHeight + gap;
  }
  return { width, height, channels: 3, data: sheet };
}

function picturesOf({ photograph, annotated, predicted, synthetic }: SheetRow): (Raster | null)[] {
  return [
    photograph,
    annotated && toGrey(annotated),
    predicted && toGrey(predicted),
    ...synthetic.slice(0, syntheticPerRow),
  ];
}

function cellLeft(column: number): number {
  return gap + column * (cellWidth + gap);
}

function fittedHeight({ width, height }: Raster): number {
  return Math.round((height * cellWidth) / width);
}

/** Resizes to the cell, as large as it fits; whatever the cell has beside it stays black. */
async function fitInto(picture: Raster, cellHeight: number): Promise<Raster> {
  const scale = Math.min(cellWidth / picture.width, cellHeight / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const small = await resizeRaster(picture, width, height);
  const data = new Uint8Array(cellWidth * cellHeight * 3);
  const left = Math.floor((cellWidth - width) / 2);
  const top = Math.floor((cellHeight - height) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const from = (y * width + x) * small.channels + (small.channels === 3 ? channel : 0);
        data[((top + y) * cellWidth + left + x) * 3 + channel] = small.data[from]!;
      }
    }
  }
  return { width: cellWidth, height: cellHeight, channels: 3, data };
}

function drawCell(sheet: Uint8Array, sheetWidth: number, cell: Raster, left: number, top: number): void {
  for (let y = 0; y < cell.height; y++) {
    const row = cell.data.subarray(y * cell.width * 3, (y + 1) * cell.width * 3);
    sheet.set(row, ((top + y) * sheetWidth + left) * 3);
  }
}

function drawWord(sheet: Uint8Array, sheetWidth: number, word: string, left: number, top: number): void {
  for (const { x, y } of wordPixels(word, headingScale)) {
    sheet.fill(ink, ((top + y) * sheetWidth + left + x) * 3, ((top + y) * sheetWidth + left + x + 1) * 3);
  }
}

function toGrey({ width, height, data }: Mask): Raster {
  return { width, height, channels: 1, data: data.map((value) => 255 * value) };
}
