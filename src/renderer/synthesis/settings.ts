import { z } from 'zod';
import { type JobInfo, maskChoices, type SynthesizeRequest } from '../../shared/api/jobs.ts';
import { diagnosisSchema } from '../../shared/domain.ts';

const settingsSchema = z.object({
  masks: z.enum(maskChoices),
  /** null: each photograph's own. */
  diagnosis: diagnosisSchema.nullable(),
  count: z.int().min(1).max(1_000_000),
  seed: z.int().min(0).max(4_294_967_295),
  /** Every start takes a new seed. */
  isNewSeed: z.boolean(),
  /** Name; null: the project's. */
  model: z.string().nullable(),
});
export type SynthesisSettings = z.infer<typeof settingsSchema>;

export const defaultSettings: SynthesisSettings = {
  masks: 'best',
  diagnosis: null,
  count: 20,
  seed: 1,
  isNewSeed: true,
  model: null,
};

/** Settings as they were kept; the defaults where they cannot be read. */
export function readSettings(text: string | undefined): SynthesisSettings {
  try {
    return settingsSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return defaultSettings;
  }
}

/** @param models names of those that can be asked for */
export function toRequest(
  { masks, diagnosis, count, seed, model }: SynthesisSettings,
  models: readonly string[],
): SynthesizeRequest {
  return {
    masks,
    count,
    seed,
    ...(diagnosis !== null && { diagnosis }),
    ...(model !== null && models.includes(model) && { model }),
  };
}

/** Reading the network and the masks weighs less on this many images. */
const representative = 10;

/** Seconds an image of the last synthesis, of a long one if there was any; null before the first. */
export function secondsPerImage(jobs: readonly JobInfo[]): number | null {
  const ended = jobs.filter(
    ({ kind, status, done }) => kind === 'synthesize' && status === 'finished' && done > 0,
  );
  const last = ended.findLast(({ done }) => done >= representative) ?? ended.at(-1);
  if (!last?.startedAt || !last.finishedAt) return null;
  return (Date.parse(last.finishedAt) - Date.parse(last.startedAt)) / 1000 / last.done;
}
