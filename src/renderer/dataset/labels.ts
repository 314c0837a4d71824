import type { ImageItem } from '../../shared/api/images.ts';
import { type Diagnosis, diagnosisNames, type Split, splitNames } from '../../shared/domain.ts';
import { formatCount } from '../ui/format.ts';

/** "12 images", or the name of the only one. */
export function nameImages(images: readonly ImageItem[]): string {
  const [first] = images;
  return images.length === 1 && first ? first.name : formatCount(images.length, 'image');
}

export const splitLabel = (split: Split | null) => (split === null ? 'no split' : splitNames[split]);

export const classLabel = (diagnosis: Diagnosis | null) =>
  diagnosis === null ? 'no class' : diagnosisNames[diagnosis];

export const shortClassNames = { h: 'healthy', dr: 'DR', g: 'glaucoma', none: 'no class' } as const;

/** Keys that assign the selected images. */
export const splitKeys = { train: '1', val: '2', test: '3', none: '0' } as const;
export const classKeys = { h: 'H', dr: 'D', g: 'G', none: 'U' } as const;

/** What a person reads for layouts that are not the names of data sets. */
export const layoutNames: Readonly<Record<string, string>> = { plain: 'plain images' };
