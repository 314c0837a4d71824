/** What a synthesizer's training asks of the size of its pictures. */

/** A width in pixels at which half and a quarter of the resolution show what the discriminators of the whole look at. */
const usualWidth = 512;
/** Height and width in pixels that a discriminator can still halve four times. */
const smallestView = 16;

/** Height and width of a generator's pictures are multiples of this. @param levels its resolutions */
export const generatorMultiple = ({ levels }: { readonly levels: number }) => 2 ** (levels - 1);

/** Pixels of a picture in one of those that the discriminators of the whole see, from the picture's width. */
export function reductionsOf(width: number): { readonly middle: number; readonly coarse: number } {
  const larger = Math.max(1, Math.round(width / usualWidth));
  return { middle: 2 * larger, coarse: 4 * larger };
}

/**
 * What height and width of pictures of this width must be multiples of, and how large at least.
 * @param ownMultiple what they must be multiples of for the generator
 */
export function canvasLimits(
  width: number,
  ownMultiple: number,
): { readonly multiple: number; readonly smallest: number } {
  const { coarse } = reductionsOf(width);
  let multiple = ownMultiple;
  while (multiple % coarse !== 0) multiple += ownMultiple;
  return { multiple, smallest: smallestView * coarse };
}
