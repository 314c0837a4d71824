import { throwIfCancelled } from '../../shared/progress.ts';
import { fovCircle } from '../imaging/fov.ts';
import { normalizeInsideFov } from '../imaging/normalize.ts';
import type { Mask, Photograph } from '../imaging/raster.ts';
import { resizeMask, resizePlane, resizeRaster } from '../imaging/resize.ts';
import { type CameraScale, type ScalarMap, scaledSize, scaleFactor } from '../imaging/scale.ts';
import type { NetworkSession } from '../runtime/session.ts';
import { type PredictTile, planTiles, predictTiled, type TileOptions } from './tiled.ts';

/** What a model card says of a segmenter's training: its threshold in 0..1, and how large it saw the retina. */
export interface SegmenterSettings extends CameraScale {
  readonly threshold: number;
}

export interface Segmentation {
  /** Probability of a vessel at every pixel of the photograph, 0..1; 0 outside the field of view. */
  readonly probability: ScalarMap;
  /** 1 where the probability reaches the threshold. */
  readonly mask: Mask;
}

const tiling: TileOptions = {
  // Three poolings by 2.
  multiple: 8,
  // ONNX Runtime takes about 0.9 kB a pixel for a U-Net of width 16; the time a pixel does not depend on the tile.
  maxPixels: 1_250_000,
  // The receptive field of four levels of two 3x3 convolutions: 44 pixels, and 7 for the grid of the poolings.
  margin: 52,
};

/**
 * Segments a whole photograph of any size: brings it to the scale that the network was trained at, applies the
 * network in overlapping tiles and brings the probabilities back to the photograph's own pixels.
 * @param session input `image` [1, 3, H, W], output `probability` [1, 1, H, W]; H and W multiples of 8
 * @param signal looked at before every tile
 * @throws FundusError 'cancelled', 'size-mismatch', or 'no-data' when the field of view is empty
 */
export async function segmentImage(
  session: NetworkSession,
  settings: SegmenterSettings,
  photograph: Photograph,
  signal: AbortSignal,
): Promise<Segmentation> {
  const { fov } = photograph;
  const input = await toNetworkInput(photograph, settings);
  const scaledMap = await predictImage(session, input, signal);
  const probability = input.factor === 1 ? scaledMap : mapTo(scaledMap, fov);
  return { probability, mask: thresholdMap(probability, settings.threshold) };
}

/** A photograph as a network is given it: at the scale of its training, normalised. */
export interface NetworkInput {
  /** [3, height, width]. */
  readonly image: Float32Array;
  /** The field of view, of that size. */
  readonly fov: Mask;
  /** Pixels of the input for each pixel of the photograph. */
  readonly factor: number;
}

/** @throws FundusError 'size-mismatch', or 'no-data' when the field of view is empty */
export async function toNetworkInput(photograph: Photograph, scale: CameraScale): Promise<NetworkInput> {
  const { raster, fov, factor } = await toScale(photograph, scale);
  return { image: normalizeInsideFov(raster, fov), fov, factor };
}

/** A photograph and its field of view at the scale of a network. */
export async function toScale(
  { raster, fov, fieldAngle }: Photograph,
  scale: CameraScale,
): Promise<Pick<Photograph, 'raster' | 'fov'> & Pick<NetworkInput, 'factor'>> {
  const factor = scaleFactor({ fovDiameter: fovCircle(fov).diameter, fieldAngle }, scale);
  const { width, height } = scaledSize(fov, factor);
  const scaledFov = resizeMask(fov, width, height);
  const scaled = factor === 1 ? raster : await resizeRaster(raster, width, height);
  return { raster: scaled, fov: scaledFov, factor };
}

/**
 * The probabilities at the scale of the network, in overlapping tiles; 0 outside the field of view.
 * @throws FundusError 'cancelled' before a tile
 */
export async function predictImage(
  session: NetworkSession,
  { image, fov }: Pick<NetworkInput, 'image' | 'fov'>,
  signal: AbortSignal,
): Promise<ScalarMap> {
  const plan = planTiles(fov.width, fov.height, tiling);
  return predictTiled(tilePredictor(session), image, fov, plan, () => throwIfCancelled(signal));
}

function tilePredictor(session: NetworkSession): PredictTile {
  return async (data, width, height) => {
    const { probability } = await session.run({ image: { data, dims: [1, 3, height, width] } });
    return probability!.data;
  };
}

/** Resizes probabilities to the pixels of the field of view, 0 outside. */
function mapTo(map: ScalarMap, fov: Mask): ScalarMap {
  const data = resizePlane(map.data, map.width, map.height, fov.width, fov.height);
  for (let i = 0; i < data.length; i++) data[i]! *= fov.data[i]!;
  return { width: fov.width, height: fov.height, data };
}

/** The pixels whose value reaches the threshold. */
function thresholdMap({ width, height, data }: ScalarMap, threshold: number): Mask {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) mask[i] = data[i]! >= threshold ? 1 : 0;
  return { width, height, data: mask };
}
