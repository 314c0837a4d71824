import { z } from 'zod';
import type { ImageItem } from '../../shared/api/images.ts';
import type { JobInfo } from '../../shared/api/jobs.ts';
import type { ModelInfo } from '../../shared/api/training.ts';
import { diagnosisSchema } from '../../shared/domain.ts';
import { maskChoices, type SynthesizeRequest } from '../../shared/jobs/requests.ts';

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
  /** Styles are those of the photographs `styleOf`, by name, instead of drawn at random. */
  isBorrowed: z.boolean().default(false),
  styleOf: z.array(z.string()).default([]),
  /** Images of one mask that follow each other. */
  styles: z.int().min(1).max(1000).default(1),
});
export type SynthesisSettings = z.infer<typeof settingsSchema>;

/** What the parts of the form are given. */
export interface SettingsProps {
  readonly settings: SynthesisSettings;
  readonly images: readonly ImageItem[];
  readonly synthesizers: readonly ModelInfo[];
  readonly onChange: (part: Partial<SynthesisSettings>) => void;
}

export const defaultSettings: SynthesisSettings = {
  masks: 'best',
  diagnosis: null,
  count: 20,
  seed: 1,
  isNewSeed: true,
  model: null,
  isBorrowed: false,
  styleOf: [],
  styles: 1,
};

/** Settings as they were kept; the defaults where they cannot be read. */
export function readSettings(text: string | undefined): SynthesisSettings {
  try {
    return settingsSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return defaultSettings;
  }
}

const canvasSchema = z.object({ canvas: z.object({ width: z.number(), height: z.number() }) });

/** A synthesizer with the size of what it makes, which choosing it decides: "gan-hrf · 512 × 384 px". */
export function synthesizerLabel({ name, card }: Pick<ModelInfo, 'name' | 'card'>): string {
  const { data } = canvasSchema.safeParse(card);
  return data ? `${name} · ${data.canvas.width} × ${data.canvas.height} px` : name;
}

const encoderSchema = z.object({ styleEncoder: z.object({}) });

/** Whether the model that the settings mean can read the style of a photograph. */
export function canBorrowStyles(
  { model }: Pick<SynthesisSettings, 'model'>,
  synthesizers: readonly ModelInfo[],
): boolean {
  const chosen =
    synthesizers.find(({ name }) => name === model) ?? synthesizers.find(({ isCurrent }) => isCurrent);
  return encoderSchema.safeParse(chosen?.card).success;
}

/** What of the settings cannot be started; null where they can. */
export function missingOf(
  settings: SynthesisSettings,
  synthesizers: readonly ModelInfo[],
  photographs: readonly string[],
): string | null {
  if (!settings.isBorrowed || !canBorrowStyles(settings, synthesizers)) return null;
  return settings.styleOf.some((name) => photographs.includes(name))
    ? null
    : 'Choose a photograph to borrow the style from, or draw styles at random.';
}

/**
 * @param synthesizers those that can be asked for
 * @param photographs names of those that styles can be borrowed from
 */
export function toRequest(
  settings: SynthesisSettings,
  synthesizers: readonly ModelInfo[],
  photographs: readonly string[],
): SynthesizeRequest {
  const { masks, diagnosis, count, seed, model, styles } = settings;
  const styleOf = settings.styleOf.filter((name) => photographs.includes(name));
  const isBorrowed = settings.isBorrowed && styleOf.length > 0 && canBorrowStyles(settings, synthesizers);
  return {
    masks,
    count,
    seed,
    ...(diagnosis !== null && { diagnosis }),
    ...(model !== null && synthesizers.some(({ name }) => name === model) && { model }),
    ...((isBorrowed || styles > 1) && { styles }),
    ...(isBorrowed && { styleOf }),
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
