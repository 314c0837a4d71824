import { useState } from 'react';
import type { ImageDetail } from '../../../shared/api/images.ts';
import type { MaskOrigin } from '../../../shared/domain.ts';
import { bestVersion, mainVersion } from './mask-versions.ts';

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
