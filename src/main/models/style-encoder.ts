import { FundusError } from '../../shared/errors.ts';
import { imagesByName, readPhotograph } from '../dataset/stored-images.ts';
import { fitToCanvas, placeMask, placeRaster } from '../imaging/canvas.ts';
import { encodeStyle } from '../inference/synthesize-image.ts';
import type { SynthesizerCard } from '../networks/card.ts';
import { createSession } from '../runtime/session.ts';
import { sha256Of } from '../store/files.ts';
import type { Project } from '../store/project.ts';
import { networkFile } from './files.ts';
import type { OpenSynthesizer } from './open.ts';

/** Stores a style encoder's file, and says what a card says of it. */
export async function storeStyleEncoder(
  project: Project,
  onnx: Uint8Array,
): Promise<NonNullable<SynthesizerCard['styleEncoder']>> {
  await project.files.put(onnx, 'onnx');
  const sha256 = sha256Of(onnx);
  return { file: `style-encoder-${sha256.slice(0, 12)}.onnx`, sha256 };
}

/**
 * The styles of photographs, read off them as they lie on the synthesizer's canvas.
 * @returns one a photograph, in their order; the same photograph always has the same
 * @throws FundusError 'not-found' for a photograph that is not there; 'bad-model' when the synthesizer has no encoder
 */
export async function stylesOf(
  project: Project,
  { model, settings }: OpenSynthesizer,
  names: readonly string[],
  threads?: number,
): Promise<number[][]> {
  const images = await imagesByName(project, names);
  if (!settings.styleEncoder) {
    throw new FundusError('bad-model', `"${model.name}" cannot read the style of a photograph`, {
      hint: 'it was trained without a style encoder: draw styles at random, or use a synthesizer trained since',
    });
  }
  const file = await networkFile(project, settings.styleEncoder.sha256);
  const session = await createSession(file, threads === undefined ? {} : { threads });
  try {
    const styles: number[][] = [];
    for (const image of images) {
      const { raster, fov } = await readPhotograph(project, image);
      const placement = fitToCanvas(fov, settings.canvas);
      styles.push(
        await encodeStyle(session, await placeRaster(raster, placement), placeMask(fov, placement)),
      );
    }
    return styles;
  } finally {
    await session.release();
  }
}
