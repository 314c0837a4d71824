import { join, resolve } from 'node:path';
import { decodeImage, decodeMask } from '../src/main/imaging/decode.ts';
import { listShippedModels, shippedModelsFolder } from '../src/main/models/shipped.ts';
import type { SegmenterCard } from '../src/main/networks/card.ts';
import type { Figure } from './figure.ts';
import { comparePatches } from './patches.ts';

const sample = resolve(import.meta.dirname, '../resources/sample');
const targetRatio = 50;

/** Segmenting a photograph as a whole against the reference kit's sliding patches, both by the shipped network. */
export const wholeImage: Figure = {
  name: 'whole-image',
  measure: async ({ threads }) => {
    const figure = 'whole image against 48-px patches, stride 5';
    const shipped = await findSegmenter();
    if (!shipped) return [{ figure, notRun: 'resources/models holds no segmenter' }];
    const photograph = {
      raster: await decodeImage(join(sample, 'images/06_h.jpg')),
      fov: await decodeMask(join(sample, 'mask/06_h_mask.tif')),
      fieldAngle: 60,
    };
    const result = await comparePatches(shipped.file, shipped.card, photograph, threads);
    const { width, height, ratio, wholeSeconds, patchSeconds, patches } = result;
    return [
      {
        figure,
        value: `${ratio.toFixed(0)} times faster`,
        numbers: { ratio, wholeSeconds, patchSeconds },
        target: `>= ${targetRatio} times`,
        reached: ratio >= targetRatio,
        conditions:
          `${shipped.card.name}, fp32, ${width} x ${height}, ${threads} threads: whole ${wholeSeconds.toFixed(2)} s ` +
          `(median of 21), ${patches} patches ${patchSeconds.toFixed(0)} s (once)`,
      },
    ];
  },
};

/** The one that a new project uses. */
async function findSegmenter(): Promise<{ file: string; card: SegmenterCard } | undefined> {
  for (const { file, card } of await listShippedModels()) {
    if (card.kind === 'segmenter' && !card.quantization)
      return { file: join(shippedModelsFolder, file), card };
  }
  return undefined;
}
