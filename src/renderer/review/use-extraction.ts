import { startJob } from '../ui/jobs.ts';
import { useAction } from '../ui/use-action.tsx';

export interface Extraction {
  /** Queues the segmentation of images, by name. */
  start(images: string[]): void;
  readonly isStarting: boolean;
}

export function useExtraction(): Extraction {
  const { run, isRunning } = useAction((images: string[]) =>
    startJob({ kind: 'segment', options: { images } }),
  );
  return { start: (images) => void run(images), isStarting: isRunning };
}
