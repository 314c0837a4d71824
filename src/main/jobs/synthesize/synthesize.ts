import { setImmediate } from 'node:timers/promises';
import type { Diagnosis } from '../../../shared/domain.ts';
import type { SynthesisResult } from '../../../shared/jobs/results.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { readMask } from '../../dataset/stored-images.ts';
import { type Canvas, fitToCanvas, placeMask } from '../../imaging/canvas.ts';
import { decodeMask } from '../../imaging/decode.ts';
import { encodePng, encodeThumbnail, thumbnailExtension } from '../../imaging/encode.ts';
import { syntheticTitle } from '../../imaging/metadata.ts';
import type { Raster } from '../../imaging/raster.ts';
import { synthesizeImage } from '../../inference/synthesize-image.ts';
import { chooseModel, type OpenSynthesizer, openSynthesizer } from '../../models/open.ts';
import { getFov, type ImageRow } from '../../store/images.ts';
import { getMask, type MaskRow } from '../../store/masks.ts';
import { getModel, type ModelRow } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';
import {
  addSyntheticImage,
  findSyntheticSince,
  getSyntheticImage,
  type SyntheticImageRow,
} from '../../store/synthetic.ts';
import {
  findSources,
  type Recipe,
  type RecipeOptions,
  recipesFor,
  type Source,
  type SourceOptions,
  sourceOf,
} from './recipes.ts';

export interface SynthesizeOptions extends SourceOptions, RecipeOptions {
  readonly count: number;
  /** The model's name; by default the project's current synthesizer. */
  readonly model?: string | undefined;
  /**
   * More like this synthetic image, by its id: from its mask instead of those of `masks` and `images`, of its class
   * and by its model unless others are given, in a style near its own (see `drawStyleNear`).
   */
  readonly like?: number | undefined;
  /** An instant (ISO 8601): images of these that were stored since then are not made again. */
  readonly since?: string;
  /** By default all cores. */
  readonly threads?: number | undefined;
}

export interface SynthesisReport {
  /** Name of the model. */
  readonly model: string;
  /** Size of the images in pixels. */
  readonly canvas: Canvas;
  readonly images: readonly SynthesizedImage[];
}

export interface SynthesizedImage {
  readonly name: string;
  /** The photograph whose mask it was made from. */
  readonly image: string;
  readonly diagnosis: Diagnosis;
  /** The image's own. */
  readonly seed: number;
  /** From the mask to the stored image. */
  readonly seconds: number;
}

/**
 * Makes images from the project's vessel masks, which take turns: by default of each photograph the mask that a
 * person stands for, or else its newest prediction; of each mask one image, or several in different styles. Each image is stored with its label, the mask as the network was
 * given it, and with all that it takes to make it again; one that is there already is kept.
 * @throws FundusError 'no-data' without masks or a synthesizer; 'not-found' or 'bad-model' for the model named;
 *   'not-found' for an image that is not there; 'usage' and others for styles, see `recipesFor`; 'cancelled' between
 *   images; those done are kept
 */
export async function synthesizeImages(
  project: Project,
  options: SynthesizeOptions,
  ctx: JobContext,
): Promise<SynthesisReport> {
  const { count } = options;
  const { model, sources, original } = await planSynthesis(project, options);
  const synthesizer = await openSynthesizer(project, model, options.threads);
  const maker = new ImageMaker(project, synthesizer, options.since);
  const done: SynthesizedImage[] = [];
  const report = (detail?: string) =>
    ctx.report({ phase: 'Synthesising', done: done.length, total: count, ...(detail && { detail }) });
  try {
    const recipes = await recipesFor(project, synthesizer, options, original);
    for (let k = 0; k < count; k++) {
      throwIfCancelled(ctx.signal);
      const source = sources[Math.floor(k / recipes.perMask) % sources.length]!;
      report(source.image.name);
      done.push(await maker.make(source, recipes.at(k, source)));
      // Images that are there already would leave no moment to hear of a cancellation.
      await setImmediate();
    }
  } finally {
    await synthesizer.session.release();
  }
  report();
  return { model: model.name, canvas: synthesizer.settings.canvas, images: done };
}

/** What of a synthesis is kept as its job's result: there may be a million images. */
export const synthesisResult = ({ model, images }: SynthesisReport): SynthesisResult => ({
  model,
  images: images.length,
});

interface SynthesisPlan {
  readonly model: ModelRow;
  readonly sources: readonly Source[];
  /** The image that is varied. */
  readonly original?: SyntheticImageRow;
}

async function planSynthesis(project: Project, options: SynthesizeOptions): Promise<SynthesisPlan> {
  const { like } = options;
  if (like === undefined) {
    return {
      model: await chooseModel(project, 'synthesizer', options.model),
      sources: await findSources(project, options),
    };
  }
  const original = await getSyntheticImage(project, like);
  return {
    original,
    model:
      options.model === undefined
        ? await getModel(project, original.modelId)
        : await chooseModel(project, 'synthesizer', options.model),
    sources: [await sourceOf(project, original)],
  };
}

/**
 * Makes an image again from its lineage.
 * @returns the PNG file: the stored one's bytes, on processors of the same instruction sets
 */
export async function recreateImage(
  project: Project,
  row: SyntheticImageRow,
  threads?: number,
): Promise<Uint8Array> {
  const synthesizer = await openSynthesizer(project, await getModel(project, row.modelId), threads);
  try {
    const masks = await placeMasks(project, await getMask(project, row.maskId), synthesizer);
    return await encodeSynthetic(await render(synthesizer, masks, row), synthesizer.model, row.seed);
  } finally {
    await synthesizer.session.release();
  }
}

/** Makes and stores images of one synthesizer. */
class ImageMaker {
  readonly #project: Project;
  readonly #synthesizer: OpenSynthesizer;
  readonly #since: string | undefined;
  readonly #placed = new Map<number, PlacedMasks>();

  constructor(project: Project, synthesizer: OpenSynthesizer, since: string | undefined) {
    this.#project = project;
    this.#synthesizer = synthesizer;
    this.#since = since;
  }

  async make({ image, mask }: Source, recipe: Recipe): Promise<SynthesizedImage> {
    const start = performance.now();
    const name = (await this.#earlier(mask, recipe)) ?? (await this.#store(image, mask, recipe));
    const { seed, diagnosis } = recipe;
    return { name, image: image.name, diagnosis, seed, seconds: (performance.now() - start) / 1000 };
  }

  async #earlier({ id: maskId }: MaskRow, recipe: Recipe): Promise<string | undefined> {
    if (this.#since === undefined) return undefined;
    const modelId = this.#synthesizer.model.id;
    return findSyntheticSince(this.#project, { maskId, modelId, ...recipe }, this.#since);
  }

  async #store(image: ImageRow, mask: MaskRow, recipe: Recipe): Promise<string> {
    const { files } = this.#project;
    const { model, settings } = this.#synthesizer;
    const masks = this.#placed.get(mask.id) ?? (await placeMasks(this.#project, mask, this.#synthesizer));
    this.#placed.set(mask.id, masks);
    const raster = await render(this.#synthesizer, masks, recipe);
    const sha256 = await files.put(await encodeSynthetic(raster, model, recipe.seed), 'png');
    const { name } = await addSyntheticImage(this.#project, {
      ...recipe,
      ...settings.canvas,
      name: `${image.name}-${recipe.diagnosis}-${sha256.slice(0, 12)}`,
      sha256,
      thumbnailSha256: await files.put(await encodeThumbnail(raster), thumbnailExtension),
      maskId: mask.id,
      maskSha256: await files.put(masks.vessels, 'png'),
      modelId: model.id,
      modelSha256: model.sha256,
    });
    return name;
  }
}

/** On the canvas, as 1-bit PNG files: hundreds of them fit into memory. */
interface PlacedMasks {
  readonly vessels: Uint8Array;
  readonly fov: Uint8Array;
}

async function placeMasks(
  project: Project,
  mask: MaskRow,
  { settings }: OpenSynthesizer,
): Promise<PlacedMasks> {
  const fov = await readMask(project, (await getFov(project, mask.imageId)).sha256);
  const placement = fitToCanvas(fov, settings.canvas);
  return {
    vessels: await encodePng(placeMask(await readMask(project, mask.sha256), placement)),
    fov: await encodePng(placeMask(fov, placement)),
  };
}

async function render(
  { session }: OpenSynthesizer,
  masks: PlacedMasks,
  { seed, diagnosis, style }: Recipe,
): Promise<Raster> {
  const mask = await decodeMask(masks.vessels);
  const fov = await decodeMask(masks.fov);
  return synthesizeImage(session, { mask, fov, diagnosis, style, seed });
}

/** Marks the file as synthetic wherever it goes, with keywords of the PNG specification (11.3.3.2). */
function encodeSynthetic(raster: Raster, model: ModelRow, seed: number): Promise<Uint8Array> {
  return encodePng(raster, {
    Title: syntheticTitle,
    Source: `Model ${model.name}, SHA-256 ${model.sha256}, seed ${seed}`,
  });
}
