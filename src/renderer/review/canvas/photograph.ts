import { createPhotoPyramid, type PhotoPyramid, readChannel } from '../../viewer/photo-pyramid.ts';
import type { Raster } from '../../viewer/raster.ts';
import { localDarkness } from '../mask/darkness.ts';

/** A photograph with what is made from it when it is first asked for. */
export class Photograph {
  readonly width: number;
  readonly height: number;
  readonly pyramid: PhotoPyramid;
  readonly #fov: Raster;
  /** Pixels. */
  readonly #fovDiameter: number;
  #green: Raster | null = null;
  #redFree: Promise<PhotoPyramid> | null = null;
  #darkness: Raster | null = null;

  constructor(bitmap: ImageBitmap, fov: Raster, fovDiameter: number) {
    this.width = bitmap.width;
    this.height = bitmap.height;
    this.pyramid = createPhotoPyramid(bitmap);
    this.#fov = fov;
    this.#fovDiameter = fovDiameter;
  }

  /** In green light alone. */
  get redFree(): Promise<PhotoPyramid> {
    this.#redFree ??= createRedFree(this.#readGreen(), this.#fov);
    return this.#redFree;
  }

  /** 255 where it is darkest against its surroundings. */
  get darkness(): Raster {
    this.#darkness ??= localDarkness(this.#readGreen(), this.#fov, this.#fovDiameter);
    return this.#darkness;
  }

  close(): void {
    closeAll(this.pyramid);
    void this.#redFree?.then(closeAll);
  }

  #readGreen(): Raster {
    this.#green ??= readChannel(this.pyramid[0]!, 1);
    return this.#green;
  }
}

function closeAll(pyramid: PhotoPyramid): void {
  for (const level of pyramid) level.close();
}

/** Shares of the pixels inside the field of view that may become black, and white. */
const clipped = 0.005;

/**
 * The photograph in green light alone, as grey, stretched over all levels: as with the green filter of a fundus
 * camera, vessels stand out most.
 */
async function createRedFree(green: Raster, fov: Raster): Promise<PhotoPyramid> {
  const { width, height, data } = green;
  const grey = stretch(green, fov);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 0xff000000 | (grey[data[i]!]! * 0x010101);
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  return createPhotoPyramid(await createImageBitmap(image));
}

/** For each level of green, the grey to show. */
function stretch({ data }: Raster, fov: Raster): Uint8ClampedArray {
  const histogram = new Float64Array(256);
  for (let i = 0; i < data.length; i++) histogram[data[i]!]! += fov.data[i]!;
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const rankOf = (share: number) => {
    let below = 0;
    return histogram.findIndex((count) => {
      below += count;
      return below > share * total;
    });
  };
  const low = Math.max(0, rankOf(clipped));
  const high = Math.max(low + 1, rankOf(1 - clipped));
  return Uint8ClampedArray.from({ length: 256 }, (_, level) => (255 * (level - low)) / (high - low));
}
