import type { Sha256 } from '../../shared/domain.ts';
import { readMask } from '../dataset/stored-images.ts';
import { decodeImage } from '../imaging/decode.ts';
import { encodePng } from '../imaging/encode.ts';
import type { Mask, Raster } from '../imaging/raster.ts';
import { resizeRaster } from '../imaging/resize.ts';
import { type ImageRow, listImages } from '../store/images.ts';
import { latestMask, listMasks } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { listSyntheticImages } from '../store/synthetic.ts';

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

/** Glyphs of 5 x 7 pixels, row by row from the top, five bits a row; only the letters that headings use. */
const glyphs: Record<string, readonly number[]> = {
  A: [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  C: [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110],
  D: [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
  E: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  G: [0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01111],
  H: [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  I: [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  N: [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001],
  O: [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  P: [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
  R: [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
  S: [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
  T: [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
  Y: [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100],
};
const glyphWidth = 5;
const glyphHeight = 7;
const advance = glyphWidth + 1;

/**
 * The pixels of a word, as places relative to its upper left corner, each letter's pixel `scale` pixels wide. Pixels
 * rather than a font, because a machine need not have one.
 */
export function wordPixels(word: string, scale: number): { x: number; y: number }[] {
  const pixels: { x: number; y: number }[] = [];
  for (let y = 0; y < glyphHeight * scale; y++) {
    for (let x = 0; x < word.length * advance * scale; x++) {
      const column = Math.floor(x / scale);
      const row = glyphs[word[Math.floor(column / advance)] ?? '']?.[Math.floor(y / scale)] ?? 0;
      const bit = glyphWidth - 1 - (column % advance);
      if (bit >= 0 && (row >> bit) & 1) pixels.push({ x, y });
    }
  }
  return pixels;
}

/** The contact sheet of a project's photographs as a PNG file; it says of itself that it holds synthetic images. */
export async function overviewPng(project: Project): Promise<Uint8Array> {
  const rows: SheetRow[] = [];
  for (const image of await listImages(project)) rows.push(await sheetRow(project, image));
  return encodePng(await drawContactSheet(rows), {
    Description: 'Photographs, vessel masks, and SYNTHETIC images made from the masks (Fundus Studio)',
  });
}

async function sheetRow(project: Project, image: ImageRow): Promise<SheetRow> {
  const masks = new Set((await listMasks(project, { imageId: image.id })).map(({ id }) => id));
  const synthetic = (await listSyntheticImages(project)).filter(({ maskId }) => masks.has(maskId));
  const pictures = synthetic.slice(0, syntheticPerRow).map(({ sha256 }) => project.files.path(sha256, 'png'));
  return {
    photograph: await decodeImage(project.files.path(image.sha256, image.extension)),
    annotated: await readIfAny(project, (await latestMask(project, image.id, ['annotated']))?.sha256),
    predicted: await readIfAny(project, (await latestMask(project, image.id, ['predicted']))?.sha256),
    synthetic: await Promise.all(pictures.map((file) => decodeImage(file))),
  };
}

async function readIfAny(project: Project, sha256: Sha256 | undefined): Promise<Mask | null> {
  return sha256 === undefined ? null : readMask(project, sha256);
}
