/** An 8-bit image in memory: rows from the top, channels interleaved (grey or RGB). */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** width x height x channels values, 0-255. */
  readonly data: Uint8Array;
}

/** A binary image: `data` holds width x height values, each 0 or 1. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A photograph with what must be known of it to segment it. */
export interface Photograph {
  readonly raster: Raster;
  readonly fov: Mask;
  /** Field angle of the camera in degrees, null where unknown. */
  readonly fieldAngle: number | null;
}
