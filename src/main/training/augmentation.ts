import type { Random } from '../../shared/random.ts';

/** An annotated photograph at the working scale, in memory for training. */
export interface TrainingImage {
  readonly width: number;
  readonly height: number;
  /** [3, height, width], normalised inside the field of view, 0 outside. */
  readonly image: Float32Array;
  /** [height, width], 0 or 1; pixels outside the field of view do not count. */
  readonly vessel: Uint8Array;
  readonly fov: Uint8Array;
}

export interface Augmentation {
  /** Half the width of the range of a channel's gain around 1, and of its shift around 0 (in standard deviations). */
  readonly colourJitter: number;
  /** Crops show the image magnified by a factor between 1 / (1 + x) and 1 + x. */
  readonly scaleJitter: number;
}

/** What a crop is taken into, one of a batch. */
export interface Crop {
  /** Side in pixels. */
  readonly size: number;
  /** [3, size, size]. */
  readonly image: Float32Array;
  /** [size, size]. */
  readonly vessel: Float32Array;
  readonly fov: Float32Array;
}

/** Where the crop's pixels lie in the image: its pixel (column, row) is at x0 + column * xx + row * xy, and so for y. */
export interface Placement {
  readonly x0: number;
  readonly y0: number;
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

type Region = Pick<TrainingImage, 'width' | 'height' | 'fov'>;

/** All that is drawn for a crop. */
export interface CropDraw {
  readonly placement: Placement;
  /** Of each channel, inside the field of view: value * gain + shift. */
  readonly gains: readonly number[];
  readonly shifts: readonly number[];
}

/**
 * Draws a random place whose centre is inside the field of view, one of the eight flips and quarter turns, a
 * magnification and a change of the colours.
 * @param size side of the crop in pixels
 */
export function drawCrop(
  source: Region,
  size: number,
  { scaleJitter, colourJitter }: Augmentation,
  random: Random,
): CropDraw {
  const placement = place(source, size, scaleJitter, random);
  const colours = [0, 1, 2].map(() => ({
    gain: random.between(1 - colourJitter, 1 + colourJitter),
    shift: random.between(-colourJitter, colourJitter),
  }));
  return {
    placement,
    gains: colours.map(({ gain }) => gain),
    shifts: colours.map(({ shift }) => shift),
  };
}

/** Fills a crop as `drawCrop` says. Beyond the image it holds 0, as outside the field of view. */
export function takeCrop(
  source: TrainingImage,
  crop: Crop,
  augmentation: Augmentation,
  random: Random,
): void {
  const draw = drawCrop(source, crop.size, augmentation, random);
  const { placement } = draw;
  const isOnGrid = [placement.xx, placement.xy, placement.yx, placement.yy].every(Number.isInteger);
  if (isOnGrid) copyCrop(source, crop, placement);
  else interpolateCrop(source, crop, placement);
  changeColours(crop, draw);
}

function place(source: Region, size: number, scaleJitter: number, random: Random): Placement {
  const { width, height } = source;
  const range = Math.log(1 + scaleJitter);
  const scale = scaleJitter === 0 ? 1 : Math.exp(random.between(-range, range));
  const span = size * scale;
  const [centreX, centreY] = randomFovPixel(source, random);
  const turned = random.integer(2) === 1;
  const flipX = random.integer(2) === 1 ? -1 : 1;
  const flipY = random.integer(2) === 1 ? -1 : 1;
  const corner = (centre: number, length: number) =>
    length <= span ? (length - span) / 2 : Math.min(Math.max(centre - span / 2, 0), length - span);
  const start = (low: number, flip: number) => {
    const first = scale === 1 ? Math.round(low) : low + scale / 2 - 0.5;
    return flip === 1 ? first : first + (size - 1) * scale;
  };
  const [x, y] = [flipX * scale, flipY * scale];
  return {
    x0: start(corner(centreX, width), flipX),
    y0: start(corner(centreY, height), flipY),
    ...(turned ? { xx: 0, xy: x, yx: y, yy: 0 } : { xx: x, xy: 0, yx: 0, yy: y }),
  };
}

/** Half of a field of view's bounding box lies inside at the least, so that this ends soon. */
function randomFovPixel({ width, height, fov }: Region, random: Random): [x: number, y: number] {
  for (;;) {
    const x = random.integer(width);
    const y = random.integer(height);
    if (fov[y * width + x] === 1) return [x, y];
  }
}

function copyCrop(source: TrainingImage, crop: Crop, { x0, y0, xx, xy, yx, yy }: Placement): void {
  const { width, height } = source;
  const { size } = crop;
  const [from, to] = [width * height, size * size];
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) {
      const x = x0 + column * xx + row * xy;
      const y = y0 + column * yx + row * yy;
      const isInside = x >= 0 && x < width && y >= 0 && y < height;
      const pixel = y * width + x;
      crop.vessel[at] = isInside ? source.vessel[pixel]! : 0;
      crop.fov[at] = isInside ? source.fov[pixel]! : 0;
      for (let channel = 0; channel < 3; channel++) {
        crop.image[channel * to + at] = isInside ? source.image[channel * from + pixel]! : 0;
      }
    }
  }
}

/** Bilinear for the image, the annotation and the field of view; the last two are then 1 from one half up. */
function interpolateCrop(source: TrainingImage, crop: Crop, { x0, y0, xx, xy, yx, yy }: Placement): void {
  const { width, height, image, vessel, fov } = source;
  const { size } = crop;
  const [from, to] = [width * height, size * size];
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) {
      const x = x0 + column * xx + row * xy;
      const y = y0 + column * yx + row * yy;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const isInside = left >= 0 && left + 1 < width && top >= 0 && top + 1 < height;
      const pixel = top * width + left;
      const mix = (plane: ArrayLike<number>, at: number) => {
        const above = plane[at]! + (x - left) * (plane[at + 1]! - plane[at]!);
        const below = plane[at + width]! + (x - left) * (plane[at + width + 1]! - plane[at + width]!);
        return above + (y - top) * (below - above);
      };
      crop.vessel[at] = isInside && mix(vessel, pixel) >= 0.5 ? 1 : 0;
      crop.fov[at] = isInside && mix(fov, pixel) >= 0.5 ? 1 : 0;
      for (let channel = 0; channel < 3; channel++) {
        crop.image[channel * to + at] = isInside ? mix(image, channel * from + pixel) : 0;
      }
    }
  }
}

function changeColours({ size, image, fov }: Crop, { gains, shifts }: CropDraw): void {
  const plane = size * size;
  for (let channel = 0; channel < 3; channel++) {
    const [gain, shift] = [gains[channel]!, shifts[channel]!];
    for (let i = 0, at = channel * plane; i < plane; i++, at++) {
      image[at] = fov[i] === 1 ? image[at]! * gain + shift : 0;
    }
  }
}
