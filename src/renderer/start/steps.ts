import type { ProjectInfo } from '../../shared/api/projects.ts';
import { formatCount } from '../ui/format.ts';

export type StepName = 'photographs' | 'vessels' | 'review' | 'synthetic' | 'export';

export interface Step {
  readonly name: StepName;
  readonly title: string;
  /** How far it is. */
  readonly state: string;
  readonly isDone: boolean;
}

/** The work on a project in its order, and how far each part of it is. */
export function projectSteps({
  images,
  annotated,
  predicted,
  reviewed,
  synthetic,
}: ProjectInfo['counts']): readonly Step[] {
  return [
    {
      name: 'photographs',
      title: 'Photographs',
      state: images > 0 ? formatCount(images, 'photograph') : 'none yet',
      isDone: images > 0,
    },
    {
      name: 'vessels',
      title: 'Vessels',
      state:
        predicted + annotated > 0 ? `${predicted} extracted, ${annotated} annotated` : 'no vessel mask yet',
      isDone: images > 0 && predicted >= images,
    },
    {
      name: 'review',
      title: 'Review',
      state: images > 0 ? `${reviewed} of ${images} reviewed` : 'after the vessels',
      isDone: images > 0 && reviewed >= images,
    },
    {
      name: 'synthetic',
      title: 'Synthetic images',
      state: synthetic > 0 ? formatCount(synthetic, 'image') : 'none yet',
      isDone: synthetic > 0,
    },
    {
      name: 'export',
      title: 'Export',
      state: synthetic > 0 ? 'ready' : 'after the synthesis',
      isDone: false,
    },
  ];
}

/** What to do next; review is worth while but not needed to go on. */
export function nextStep({ images, annotated, predicted, synthetic }: ProjectInfo['counts']): StepName {
  if (images === 0) return 'photographs';
  if (predicted + annotated === 0) return 'vessels';
  return synthetic === 0 ? 'synthetic' : 'export';
}
