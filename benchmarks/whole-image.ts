import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { decodeImage, decodeMask } from '../src/main/imaging/decode.ts';
import { shippedModelsFolder } from '../src/main/jobs/shipped-models.ts';
import type { Figure } from './figure.ts';
import { comparePatches } from './patches.ts';

const sample = resolve(import.meta.dirname, '../resources/sample');
const targetRatio = 50;
const cardSchema = z.object({
  kind: z.string(),
  name: z.string(),
  threshold: z.number(),
  fovDiameter: z.number(),
  fieldAngle: z.number().nullable(),
  /** Only of int8 networks. */
  quantization: z.unknown().optional(),
});

/** Segmenting a photograph as a whole against the reference kit's sliding patches, both by the shipped network. */
export const wholeImage: Figure = {
  name: 'whole-image',
  measure: async ({ threads }) => {
    const figure = 'whole image against 48-px patches, stride 5';
    const shipped = findSegmenter();
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

function findSegmenter(): { file: string; card: z.infer<typeof cardSchema> } | undefined {
  for (const name of readdirSync(shippedModelsFolder).filter((file) => file.endsWith('.json'))) {
    const card = cardSchema.safeParse(JSON.parse(readFileSync(join(shippedModelsFolder, name), 'utf8')));
    const file = join(shippedModelsFolder, name.replace(/\.json$/, '.onnx'));
    if (card.data?.quantization !== undefined) continue;
    if (card.data?.kind === 'segmenter' && existsSync(file)) return { file, card: card.data };
  }
  return undefined;
}
