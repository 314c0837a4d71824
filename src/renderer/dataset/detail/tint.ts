import type { Colour } from '../../review/canvas/palette.ts';
import { type PhotoLevels, readPixels } from '../../review/canvas/photo-levels.ts';

const smallestLevel = 256;

/** A mask as a layer of one colour, transparent where there is no vessel, at full size and halved again and again. */
export async function createTint(mask: ImageBitmap, [red, green, blue]: Colour): Promise<PhotoLevels> {
  const image = readPixels(mask);
  const { data } = image;
  for (let i = 0; i < data.length; i += 4) {
    const value = data[i]!;
    data[i] = red;
    data[i + 1] = green;
    data[i + 2] = blue;
    data[i + 3] = value;
  }
  const levels = [await createImageBitmap(image)];
  for (let last = levels[0]!; Math.max(last.width, last.height) > smallestLevel; last = levels.at(-1)!) {
    const canvas = new OffscreenCanvas(Math.ceil(last.width / 2), Math.ceil(last.height / 2));
    const context = canvas.getContext('2d')!;
    context.drawImage(last, 0, 0, canvas.width, canvas.height);
    levels.push(canvas.transferToImageBitmap());
  }
  return levels;
}
