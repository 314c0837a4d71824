import { useState } from 'react';
import type { ImageDetail, MaskVersion } from '../../../shared/api/images.ts';
import type { MaskOrigin } from '../../../shared/domain.ts';
import { type Colour, maskColours } from '../../viewer/palette.ts';

export interface Overlays {
  /** Ids of the versions of the mask. */
  readonly shown: ReadonlySet<number>;
  readonly toggle: (id: number) => void;
  /** The main version of an origin, if there is one. */
  readonly toggleOrigin: (origin: MaskOrigin) => void;
  readonly hasFov: boolean;
  readonly setHasFov: (hasFov: boolean) => void;
  /** 0..1 */
  readonly opacity: number;
  readonly setOpacity: (opacity: number) => void;
}

/** Which overlays are shown: at first the best version of the mask. Opacity and outline stay from image to image. */
export function useOverlays(image: ImageDetail | undefined): Overlays {
  const [chosen, setChosen] = useState<{ imageId: number; ids: ReadonlySet<number> } | null>(null);
  const [hasFov, setHasFov] = useState(false);
  const [opacity, setOpacity] = useState(0.7);
  const versions = image?.versions ?? [];
  const best = bestVersion(versions);
  const isChosen = chosen !== null && chosen.imageId === image?.id;
  const shown = isChosen ? chosen.ids : new Set(best ? [best.id] : []);
  const toggle = (id: number) => {
    if (image) setChosen({ imageId: image.id, ids: withToggled(shown, id) });
  };
  return {
    ...{ shown, toggle, hasFov, setHasFov, opacity, setOpacity },
    toggleOrigin: (origin) => {
      const version = mainVersion(versions, origin);
      if (version) toggle(version.id);
    },
  };
}

function withToggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const toggled = new Set(ids);
  if (!toggled.delete(id)) toggled.add(id);
  return toggled;
}

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
