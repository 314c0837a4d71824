import type { ImageItem } from '../../shared/api/images.ts';
import { type Diagnosis, diagnosisNames, type Split } from '../../shared/domain.ts';
import { splitNames } from '../ui/badges.tsx';
import { formatCount } from '../ui/format.ts';

/** "12 images", or the name of the only one. */
export function nameImages(images: readonly ImageItem[]): string {
  const [first] = images;
  return images.length === 1 && first ? first.name : formatCount(images.length, 'image');
}

export const splitLabel = (split: Split | null) => (split === null ? 'no split' : splitNames[split]);

export const classLabel = (diagnosis: Diagnosis | null) =>
  diagnosis === null ? 'no class' : diagnosisNames[diagnosis];

export const shortClassNames = { h: 'healthy', dr: 'DR', g: 'glaucoma', none: 'unknown' } as const;
