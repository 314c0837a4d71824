import type { Diagnosis } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import { createRandom } from '../../../shared/random.ts';
import { drawStyle, drawStyleNear } from '../../inference/synthesize-image.ts';
import type { OpenSynthesizer } from '../../models/open-synthesizer.ts';
import { stylesOf } from '../../models/style-encoder.ts';
import type { Project } from '../../store/project.ts';
import type { SyntheticImageRow } from '../../store/synthetic.ts';
import type { Source } from './sources.ts';

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
