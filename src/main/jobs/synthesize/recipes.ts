import type { Diagnosis } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { MaskChoice } from '../../../shared/jobs/requests.ts';
import { createRandom } from '../../../shared/random.ts';
import { annotationOf, imagesByName } from '../../dataset/stored-images.ts';
import { drawStyle, drawStyleNear } from '../../inference/synthesize-image.ts';
import type { OpenSynthesizer } from '../../models/open.ts';
import { stylesOf } from '../../models/style-encoder.ts';
import { getImage, type ImageRow, listImages } from '../../store/images.ts';
import { getMask, getVerdict, latestMask, type MaskRow } from '../../store/masks.ts';
import type { Project } from '../../store/project.ts';
import type { SyntheticImageRow } from '../../store/synthetic.ts';

/** A photograph with the mask that images are made from. */
export interface Source {
  readonly image: ImageRow;
  readonly mask: MaskRow;
}

export interface SourceOptions {
  /** See `maskOf`. */
  readonly masks?: MaskChoice | undefined;
  /** Only masks of these images, by name. */
  readonly images?: readonly string[] | undefined;
  /** Only images of this class, or all where there are none. */
  readonly diagnosis?: Diagnosis | undefined;
}

/**
 * The masks that images are made from, one a photograph, by its name.
 * @throws FundusError 'no-data' when there are none; 'not-found' for the first image that is not there
 */
export async function findSources(
  project: Project,
  { masks: choice = 'best', images, diagnosis }: SourceOptions,
): Promise<Source[]> {
  const sources: Source[] = [];
  for (const image of images ? await imagesByName(project, images) : await listImages(project)) {
    const mask = await maskOf(project, image.id, choice);
    if (mask) sources.push({ image, mask });
  }
  if (sources.length === 0) throw withoutMasks(project, choice, images);
  if (diagnosis === undefined) return sources;
  const ofClass = sources.filter(({ image }) => image.diagnosis === diagnosis);
  return ofClass.length > 0 ? ofClass : sources;
}

/** The mask that a synthetic image was made from. */
export async function sourceOf(project: Project, { maskId }: { readonly maskId: number }): Promise<Source> {
  const mask = await getMask(project, maskId);
  return { image: await getImage(project, mask.imageId), mask };
}

/** An image's mask by choice; none where its mask was rejected in review. */
async function maskOf(project: Project, imageId: number, choice: MaskChoice): Promise<MaskRow | undefined> {
  const verdict = await getVerdict(project, imageId);
  if (verdict === 'rejected' || (choice === 'reviewed' && verdict !== 'accepted')) return undefined;
  const predicted = () => latestMask(project, imageId, ['predicted']);
  if (choice === 'predicted') return predicted();
  const annotation = await annotationOf(project, imageId);
  return choice === 'best' ? (annotation ?? (await predicted())) : annotation;
}

const kindsOfMasks: Record<MaskChoice, { readonly what: string; readonly hint: string }> = {
  best: {
    what: 'vessel masks',
    hint: 'import photographs with masks, or extract the vessels first',
  },
  annotated: { what: 'annotated vessel masks', hint: 'import vessel annotations, or use other masks' },
  reviewed: { what: 'vessel masks accepted in review', hint: 'accept some in review, or use other masks' },
  predicted: { what: 'extracted vessel masks', hint: 'extract the vessels of the photographs first' },
};

function withoutMasks(
  project: Project,
  choice: MaskChoice,
  images: readonly string[] | undefined,
): FundusError {
  const { what, hint } = kindsOfMasks[choice];
  const whose = images ? `The ${images.length} chosen images have` : 'The project has';
  return new FundusError('no-data', `${whose} no ${what}`, { file: project.dir, hint });
}

/** What an image of a mask is made with. */
export type Recipe = Pick<SyntheticImageRow, 'seed' | 'diagnosis' | 'style'>;

export interface RecipeOptions {
  /** Image k of another run with this seed has the same noise and, where it is drawn, the same style. */
  readonly seed: number;
  /**
   * The class to show, on masks of photographs of this class, or of all where there are none. By default each
   * photograph's own, healthy where it is unknown.
   */
  readonly diagnosis?: Diagnosis | undefined;
  /** Images of one mask that follow each other, each in a style of its own; by default 1, or all of `styleOf`. */
  readonly styles?: number | undefined;
  /**
   * Photographs, by name, whose styles are borrowed in turn instead of drawn at random. Of more images of one mask
   * than there are photographs, the further ones are in styles near theirs.
   */
  readonly styleOf?: readonly string[] | undefined;
}

export interface Recipes {
  /** How many images of one mask follow each other. */
  readonly perMask: number;
  /** What image k is made with. */
  readonly at: (k: number, source: Source) => Recipe;
}

/**
 * @param original varied instead of drawing styles
 * @throws FundusError 'usage' for contradicting options; 'not-found' or 'bad-model' for borrowed styles, see `stylesOf`
 */
export async function recipesFor(
  project: Project,
  synthesizer: OpenSynthesizer,
  { seed, diagnosis, styles, styleOf, threads }: RecipeOptions & { readonly threads?: number | undefined },
  original: SyntheticImageRow | undefined,
): Promise<Recipes> {
  if (original && styleOf) {
    throw new FundusError('usage', 'An image is varied in a style near its own, not in that of a photograph');
  }
  const borrowed = styleOf && (await stylesOf(project, synthesizer, styleOf, threads));
  const perMask = styles ?? borrowed?.length ?? 1;
  const { styleSize } = synthesizer.settings;
  const styleAt = (k: number, imageSeed: number) => {
    if (original) return drawStyleNear(original.style, imageSeed);
    return borrowed ? borrowedStyle(borrowed, perMask, k, imageSeed) : drawStyle(imageSeed, styleSize);
  };
  return {
    perMask,
    at(k, { image }) {
      const imageSeed = createRandom(seed, k).integer(2 ** 32);
      return {
        seed: imageSeed,
        diagnosis: diagnosis ?? original?.diagnosis ?? image.diagnosis ?? 'h',
        style: styleAt(k, imageSeed),
      };
    },
  };
}

function borrowedStyle(borrowed: readonly number[][], perMask: number, k: number, seed: number): number[] {
  // Of fewer images of one mask than photographs, those of the next mask go on with the next photographs.
  const turn = perMask < borrowed.length ? k % borrowed.length : k % perMask;
  const style = borrowed[turn % borrowed.length]!;
  return turn < borrowed.length ? style : drawStyleNear(style, seed);
}
