import { listMasks, type MaskRow } from '../store/masks.ts';
import type { Project } from '../store/project.ts';

/** "1stHO" before "2ndHO", "manual1" before "manual2", "ah" before "vk", and before all of them nobody named. */
export function compareObservers(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '', 'en', { numeric: true });
}

/**
 * The mask that a person stands for and that networks learn from: the newest of those that were edited and those
 * that the first of the image's observers annotated. What other observers drew is kept to compare observers with.
 */
export async function annotationOf(project: Project, imageId: number): Promise<MaskRow | undefined> {
  const masks = await listMasks(project, { imageId, origins: ['annotated', 'edited'] });
  const observers = masks.filter((mask) => mask.origin === 'annotated').map((mask) => mask.observer);
  const [first] = observers.sort(compareObservers);
  return masks.findLast((mask) => mask.origin === 'edited' || mask.observer === first);
}
