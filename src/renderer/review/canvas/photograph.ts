import { createPhotoLevels, type PhotoLevels, readChannel } from '../../viewer/photo-levels.ts';
import type { Raster } from '../../viewer/raster.ts';
import { localDarkness } from '../mask/darkness.ts';
import { createRedFree } from './red-free.ts';

/** A photograph with what is made from it when it is first asked for. */
export class Photograph {
  readonly width: number;
  readonly height: number;
  readonly levels: PhotoLevels;
  readonly #fov: Raster;
  /** Pixels. */
  readonly #fovDiameter: number;
  #green: Raster | null = null;
  #redFree: Promise<PhotoLevels> | null = null;
  #darkness: Raster | null = null;

  constructor(bitmap: ImageBitmap, fov: Raster, fovDiameter: number) {
    this.width = bitmap.width;
    this.height = bitmap.height;
    this.levels = createPhotoLevels(bitmap);
    this.#fov = fov;
    this.#fovDiameter = fovDiameter;
  }

  /** In green light alone. */
  get redFree(): Promise<PhotoLevels> {
    this.#redFree ??= createRedFree(this.#readGreen(), this.#fov);
    return this.#redFree;
  }

  /** 255 where it is darkest against its surroundings. */
  get darkness(): Raster {
    this.#darkness ??= localDarkness(this.#readGreen(), this.#fov, this.#fovDiameter);
    return this.#darkness;
  }

  close(): void {
    closeAll(this.levels);
    void this.#redFree?.then(closeAll);
  }

  #readGreen(): Raster {
    this.#green ??= readChannel(this.levels[0]!, 1);
    return this.#green;
  }
}

function closeAll(levels: PhotoLevels): void {
  for (const level of levels) level.close();
}
