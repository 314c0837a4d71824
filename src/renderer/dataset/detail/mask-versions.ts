import type { MaskVersion } from '../../../shared/api/images.ts';
import type { MaskOrigin } from '../../../shared/domain.ts';
import { type Colour, maskColours } from '../../viewer/palette.ts';

const originColours: Readonly<Record<MaskOrigin, Colour>> = {
  annotated: maskColours.yellow,
  predicted: maskColours.cyan,
  edited: maskColours.green,
};

export const colourOf = ({ origin }: MaskVersion): Colour => originColours[origin];

/** The newest of an origin; of annotations the first, which training and evaluation use. */
export function mainVersion(versions: readonly MaskVersion[], origin: MaskOrigin): MaskVersion | undefined {
  const isOfOrigin = (version: MaskVersion) => version.origin === origin;
  return origin === 'annotated' ? versions.find(isOfOrigin) : versions.findLast(isOfOrigin);
}

/** What is shown first: what a person made, else what a network did. */
export function bestVersion(versions: readonly MaskVersion[]): MaskVersion | undefined {
  return (
    mainVersion(versions, 'edited') ??
    mainVersion(versions, 'annotated') ??
    mainVersion(versions, 'predicted')
  );
}

/** "Drawn by manual1", "Extracted by hrf-unet", "Edited from version 2" */
export function describeVersion(
  { origin, observer, model, parentId }: MaskVersion,
  versions: readonly MaskVersion[],
): string {
  if (origin === 'annotated') return observer === null ? 'Drawn by hand' : `Drawn by ${observer}`;
  if (origin === 'predicted') return model === null ? 'Extracted' : `Extracted by ${model}`;
  const parent = versions.find(({ id }) => id === parentId);
  return parent ? `Edited from version ${parent.version}` : 'Edited';
}
