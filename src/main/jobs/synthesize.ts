import type { Diagnosis } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../shared/progress.ts';
import { createRandom } from '../../shared/random.ts';
import { annotationOf } from '../dataset/annotation.ts';
import { fitToCanvas, placeMask } from '../imaging/canvas.ts';
import { decodeMask } from '../imaging/decode.ts';
import { encodePng } from '../imaging/encode.ts';
import { drawStyle, synthesizeImage } from '../inference/synthesize-image.ts';
import { getFov, type ImageRow, listImages } from '../store/images.ts';
import { getMask, latestMask, type MaskRow } from '../store/masks.ts';
import { getModel, type ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { addSyntheticImage, type SyntheticImageRow } from '../store/synthetic.ts';
import { chooseModel } from './choose-model.ts';
import { readMask } from './stored-images.ts';
import { type OpenSynthesizer, openSynthesizer } from './synthesizer.ts';

export interface SynthesizeOptions {
  readonly count: number;
  /** Image k of another run with this seed has the same style and noise. */
  readonly seed: number;
  /**
   * The class to show, on masks of photographs of this class, or of all where there are none. By default each
   * photograph's own, healthy where it is unknown.
   */
  readonly diagnosis?: Diagnosis;
  /** The model's name; by default the project's current synthesizer. */
  readonly model?: string;
  /** By default all cores. */
  readonly threads?: number;
}

export interface SynthesisReport {
  /** Name of the model. */
  readonly model: string;
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
 * Makes images from the project's vessel masks, which take turns: of each photograph its annotation, or else its
 * newest prediction. Each image is stored with its label, the mask as the network was given it, and with all that
 * it takes to make it again; one that is there already is kept.
 * @throws FundusError 'no-data' without masks or a synthesizer; 'not-found' or 'bad-model' for the model named;
 *   'cancelled' between images; those done are kept
 */
export async function synthesizeImages(
  project: Project,
  { count, seed, diagnosis, ...options }: SynthesizeOptions,
  ctx: JobContext,
): Promise<SynthesisReport> {
  const model = await chooseModel(project, 'synthesizer', options.model);
  const sources = await findSources(project, diagnosis);
  const synthesizer = await openSynthesizer(project, model, options.threads);
  const placed = new Map<number, PlacedMasks>();
  const done: SynthesizedImage[] = [];
  const report = (detail?: string) =>
    ctx.report({ phase: 'Synthesising', done: done.length, total: count, ...(detail && { detail }) });
  try {
    for (let k = 0; k < count; k++) {
      throwIfCancelled(ctx.signal);
      const source = sources[k % sources.length]!;
      report(source.image.name);
      const lineage: Lineage = {
        seed: createRandom(seed, k).integer(2 ** 32),
        diagnosis: diagnosis ?? source.image.diagnosis ?? 'h',
      };
      done.push(await synthesizeOne(project, synthesizer, source, lineage, placed));
    }
  } finally {
    await synthesizer.session.release();
  }
  report();
  return { model: model.name, images: done };
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
    return await renderPng(synthesizer, masks, row);
  } finally {
    await synthesizer.session.release();
  }
}

interface Source {
  readonly image: ImageRow;
  readonly mask: MaskRow;
}

async function findSources(project: Project, diagnosis: Diagnosis | undefined): Promise<Source[]> {
  const sources: Source[] = [];
  for (const image of await listImages(project)) {
    const mask =
      (await annotationOf(project, image.id)) ?? (await latestMask(project, image.id, ['predicted']));
    if (mask) sources.push({ image, mask });
  }
  if (sources.length === 0) {
    throw new FundusError('no-data', 'The project has no vessel masks', {
      file: project.dir,
      hint: 'import photographs with masks, or extract them with "fundus segment"',
    });
  }
  if (diagnosis === undefined) return sources;
  const ofClass = sources.filter(({ image }) => image.diagnosis === diagnosis);
  return ofClass.length > 0 ? ofClass : sources;
}

/** What an image of a mask is made with, besides the style that follows from the seed. */
type Lineage = Pick<SyntheticImageRow, 'seed' | 'diagnosis'>;

async function synthesizeOne(
  project: Project,
  synthesizer: OpenSynthesizer,
  { image, mask }: Source,
  lineage: Lineage,
  placed: Map<number, PlacedMasks>,
): Promise<SynthesizedImage> {
  const start = performance.now();
  const { model, settings } = synthesizer;
  const masks = placed.get(mask.id) ?? (await placeMasks(project, mask, synthesizer));
  placed.set(mask.id, masks);
  const style = drawStyle(lineage.seed, settings.styleSize);
  const png = await renderPng(synthesizer, masks, { ...lineage, style });
  const sha256 = await project.files.put(png, 'png');
  const { name } = await addSyntheticImage(project, {
    ...lineage,
    ...settings.canvas,
    style,
    name: `${image.name}-${lineage.diagnosis}-${sha256.slice(0, 12)}`,
    sha256,
    maskId: mask.id,
    maskSha256: await project.files.put(masks.vessels, 'png'),
    modelId: model.id,
    modelSha256: model.sha256,
  });
  return { name, image: image.name, ...lineage, seconds: (performance.now() - start) / 1000 };
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

async function renderPng(
  { session, model }: OpenSynthesizer,
  masks: PlacedMasks,
  { seed, diagnosis, style }: Lineage & Pick<SyntheticImageRow, 'style'>,
): Promise<Uint8Array> {
  const mask = await decodeMask(masks.vessels);
  const fov = await decodeMask(masks.fov);
  const raster = await synthesizeImage(session, { mask, fov, diagnosis, style, seed });
  return encodePng(raster, syntheticText(model, seed));
}

/** Marks the file as synthetic wherever it goes, with keywords of the PNG specification (11.3.3.2). */
const syntheticText = (model: ModelRow, seed: number) => ({
  Title: 'Synthetic fundus photograph',
  Source: `Model ${model.name}, SHA-256 ${model.sha256}, seed ${seed}`,
});
