import type { Mask, Raster } from '../imaging/raster.ts';
import type { NetworkSession } from '../runtime/session.ts';

/**
 * The style of a photograph: the mean of what the encoder says.
 * @param session input `image` [1,3,H,W] in -1..1, output `mean` [1,S,1,1]
 * @param raster RGB or grey, on the synthesizer's canvas
 * @param fov of the same size; outside of it the network is shown black
 */
export async function encodeStyle(session: NetworkSession, raster: Raster, fov: Mask): Promise<number[]> {
  const { width, height } = raster;
  const { mean } = await session.run(
    { image: { data: toPlanes(raster, fov), dims: [1, 3, height, width] } },
    ['mean'],
  );
  return [...mean!.data];
}

/** From interleaved bytes to [3, H, W] in -1..1, -1 outside the field of view. */
function toPlanes({ width, height, channels, data }: Raster, fov: Mask): Float32Array {
  const pixels = width * height;
  const planes = new Float32Array(3 * pixels).fill(-1);
  for (let channel = 0; channel < 3; channel++) {
    const from = channels === 1 ? 0 : channel;
    for (let i = 0; i < pixels; i++) {
      if (fov.data[i] === 1) planes[channel * pixels + i] = data[i * channels + from]! / 127.5 - 1;
    }
  }
  return planes;
}
