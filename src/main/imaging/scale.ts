import type { Raster } from './raster.ts';

/** A single-channel image of real values: `data` holds width x height values, rows from the top. */
export interface ScalarMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Values 0..1 as grey levels, 1 as 255. */
export function toGrey({ width, height, data }: ScalarMap): Raster {
  const grey = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) grey[i] = Math.round(data[i]! * 255);
  return { width, height, channels: 1, data: grey };
}

/** How large a camera shows the retina. */
export interface CameraScale {
  /** Diameter of the circular field of view in pixels. */
  readonly fovDiameter: number;
  /** Angle of the retina that this diameter spans, in degrees; null where the camera is unknown. */
  readonly fieldAngle: number | null;
}

/** Sizes closer to each other than this are taken as equal: resampling would blur more than it corrects. */
const negligible = 0.05;

/**
 * Most fundus cameras show 45 degrees, so that is taken where the angle is unknown. It is also the safer mistake:
 * a U-Net trained on HRF (60 degrees, in-FOV F1 0.823 on 06-10 at 1752 x 1168) keeps 0.809 on them taken for 45
 * degrees, but has 0.53 on CHASE_DB1 05-08 (30 degrees) taken for 45, and 0.32 taken for 60.
 */
const usualFieldAngle = 45;

/**
 * The factor by which an image is resized to show vessels as large as the network saw them in training: to the same
 * pixels per degree. The diameter of the field of view alone misleads between cameras of different angles: on
 * CHASE_DB1 05-08 a U-Net trained on HRF has an F1 of 0.71 by pixels per degree and 0.32 by diameter.
 * @returns model pixels per image pixel; exactly 1 within 5 %
 */
export function scaleFactor(image: CameraScale, model: CameraScale): number {
  const factor = pixelsPerDegree(model) / pixelsPerDegree(image);
  return Math.abs(factor - 1) < negligible ? 1 : factor;
}

/** Diameter in pixels that a field of view of another angle, in degrees, would have at the scale of an image. */
export function diameterAt(fieldAngle: number, image: CameraScale): number {
  return fieldAngle * pixelsPerDegree(image);
}

function pixelsPerDegree({ fovDiameter, fieldAngle }: CameraScale): number {
  return fovDiameter / (fieldAngle ?? usualFieldAngle);
}

/** The size in whole pixels, at least 1 x 1. */
export function scaledSize(
  size: { readonly width: number; readonly height: number },
  factor: number,
): { width: number; height: number } {
  return {
    width: Math.max(1, Math.round(size.width * factor)),
    height: Math.max(1, Math.round(size.height * factor)),
  };
}
