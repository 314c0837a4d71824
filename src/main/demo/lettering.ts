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
