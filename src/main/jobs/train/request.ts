import { defaultThreads } from '../../runtime/session.ts';

/**
 * To go on with a stopped training, the newest of its kind or that of a run, or to begin one with a preset's options
 * and some of one's own.
 */
export type TrainingRequest<Options, PresetName extends string> =
  | { readonly resume: true | number }
  | ({ readonly resume?: undefined; readonly preset: PresetName } & {
      readonly [Key in keyof Options]?: Options[Key] | undefined;
    });

/** The options of a training that begins: those given, else the preset's, on all cores; for a schema to check. */
export function requestedOptions<Options, PresetName extends string>(
  request: TrainingRequest<Options, PresetName>,
  presets: Readonly<Record<PresetName, object>>,
): Record<string, unknown> {
  if (request.resume !== undefined) throw new Error('a resumed run has its options in the store');
  const { preset, resume: _, ...given } = request;
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { threads: defaultThreads(), ...presets[preset], ...chosen };
}
