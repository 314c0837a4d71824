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
      title: 'Synthesis',
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

/** Why it comes next, for someone who does not know the product yet. */
export const nextStepTexts: Record<StepName, string> = {
  photographs:
    'Drop a folder of fundus photographs anywhere in this window, with vessel annotations if you have some. You see what was recognised before anything is stored.',
  vessels:
    'The network that comes along finds the vessels of every photograph. If you have annotations, you can also train one on your own images.',
  review:
    'Look at the masks, repair what is wrong with the brush, and accept or reject each with a single key.',
  synthetic:
    'Every vessel mask can become any number of new photographs. Choose how many, of which class, and watch them appear.',
  export:
    'Look through the images in the gallery, discard what you do not want, and export the rest as a folder that other tools load.',
};
