/** A single-channel image of real values: `data` holds width x height values, rows from the top. */
export interface ScalarMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
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
 * The factor by which an image is resized to show vessels as large as the network saw them in training:
 * by pixels per degree where both field angles are known, else by the diameter of the field of view alone.
 * @returns model pixels per image pixel; exactly 1 within 5 %
 */
export function scaleFactor(image: CameraScale, model: CameraScale): number {
  const byDiameter = model.fovDiameter / image.fovDiameter;
  const factor =
    image.fieldAngle !== null && model.fieldAngle !== null
      ? (byDiameter * image.fieldAngle) / model.fieldAngle
      : byDiameter;
  return Math.abs(factor - 1) < negligible ? 1 : factor;
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
