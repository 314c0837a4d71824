import type { Diagnosis } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { MaskChoice } from '../../../shared/jobs/requests.ts';
import { annotationOf, imagesByName } from '../../dataset/stored-images.ts';
import { getImage, type ImageRow, listImages } from '../../store/images.ts';
import { getMask, getVerdict, latestMask, type MaskRow } from '../../store/masks.ts';
import type { Project } from '../../store/project.ts';

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
    hint: 'import photographs with masks, or segment photographs first',
  },
  annotated: { what: 'annotated vessel masks', hint: 'import vessel annotations, or use other masks' },
  reviewed: { what: 'vessel masks accepted in review', hint: 'accept some in review, or use other masks' },
  predicted: { what: 'predicted vessel masks', hint: 'segment the photographs first' },
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
