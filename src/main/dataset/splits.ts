import type { Split } from '../../shared/domain.ts';

/** The data sets whose layout is known by their names, and any other images, with or without masks. */
export type LayoutName = 'HRF' | 'CHASE_DB1' | 'DRIVE' | 'STARE' | 'plain';

const splitNames: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  validation: 'val',
  test: 'test',
};

/**
 * The split that published results use, null where there is none:
 * - HRF: 01-05 of each group for training, the rest for testing;
 * - CHASE_DB1: subjects 01-04 for training, the rest for testing;
 * - others, DRIVE among them: the folder that holds `images/`, where it is called after a split.
 *
 * @param name the image's name: "01_h"
 * @param folder the name of the folder that holds the data set or one part of it: "training"
 */
export function publishedSplit(layout: LayoutName, name: string, folder: string): Split | null {
  const number = Number.parseInt(/\d+/.exec(name)?.[0] ?? '', 10);
  if (layout === 'HRF') return number <= 5 ? 'train' : 'test';
  if (layout === 'CHASE_DB1') return number <= 4 ? 'train' : 'test';
  if (layout === 'DRIVE') return /_training$/i.test(name) ? 'train' : 'test';
  return splitNames[folder.toLowerCase()] ?? null;
}
