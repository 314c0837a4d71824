import type { ModelInfo } from '../../shared/api/training.ts';

/** As lists show them: those in use first, then those trained here, the newest first, then the others by name. */
export function orderModels<T extends Pick<ModelInfo, 'name' | 'runId' | 'isCurrent'>>(
  models: readonly T[],
): T[] {
  return models.toSorted(
    (a, b) =>
      Number(b.isCurrent) - Number(a.isCurrent) ||
      (b.runId ?? 0) - (a.runId ?? 0) ||
      a.name.localeCompare(b.name, 'en'),
  );
}
