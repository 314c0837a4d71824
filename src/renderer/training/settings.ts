import type { TrainingPreset } from '../../shared/api/training.ts';
import type { ModelKind } from '../../shared/domain.ts';
import type { Settings, SettingValue } from '../../shared/setting.ts';
import { canvasLimits } from '../../shared/synthesizer-canvas.ts';
import { nameSchema, trainingSettings } from '../../shared/training-settings.ts';

export type SettingValues = Readonly<Record<string, SettingValue>>;

const settingsOf = (kind: ModelKind): Settings => trainingSettings[kind];

/** The parts of the form with what is set in them; not `name`, which has a field elsewhere. */
export const settingSections = (kind: ModelKind) =>
  Map.groupBy(
    Object.entries(settingsOf(kind)).flatMap(([key, setting]) =>
      setting.section === undefined ? [] : [{ key, setting, section: setting.section }],
    ),
    ({ section }) => section,
  );

/** The setting's name for people; its key where it is not one of the table's. */
export const settingLabel = (kind: ModelKind, key: string) =>
  key === 'threads' ? 'Threads' : (settingsOf(kind)[key]?.label ?? key);

/** @returns a message for each setting that the service would refuse, by key */
export function settingProblems(kind: ModelKind, values: SettingValues): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { key, setting } of [...settingSections(kind).values()].flat()) {
    if (setting.asked.safeParse(values[key]).success) continue;
    problems[key] = setting.expected.charAt(0).toUpperCase() + setting.expected.slice(1);
  }
  const sizes = kind === 'segmenter' ? cropProblems(values) : canvasProblems(values);
  return { ...sizes, ...problems };
}

/** What the resolutions of a network ask of the sides of pictures. */
const multipleOf = ({ levels }: SettingValues) => 2 ** (Number(levels) - 1);
const multipleText = (multiple: number, { levels }: SettingValues) =>
  `A multiple of ${multiple} for ${levels} levels`;

function cropProblems(values: SettingValues): Record<string, string> {
  const multiple = multipleOf(values);
  return Number(values.crop) % multiple === 0 ? {} : { crop: multipleText(multiple, values) };
}

function canvasProblems(values: SettingValues): Record<string, string> {
  const own = multipleOf(values);
  const { multiple, smallest } = canvasLimits(Number(values.canvasWidth), own);
  const problems: Record<string, string> = {};
  for (const key of ['canvasWidth', 'canvasHeight']) {
    const length = Number(values[key]);
    if (length % own !== 0) problems[key] = multipleText(own, values);
    else if (length % multiple !== 0) problems[key] = `A multiple of ${multiple} at this width`;
    else if (length < smallest) problems[key] = `From ${smallest} at this width`;
  }
  return problems;
}

/** What a job is asked for: the preset, and of the settings those that differ from it. */
export function trainingOptions(
  presetName: 'quick' | 'standard',
  preset: TrainingPreset,
  values: SettingValues,
): Record<string, SettingValue> {
  const own = Object.entries(values).filter(([key, value]) => preset.settings[key] !== value);
  return { preset: presetName, ...Object.fromEntries(own) };
}

export const nameProblem = (name: string) =>
  nameSchema.safeParse(name).success ? undefined : 'From 1 to 60 characters';

/**
 * Minutes that settings take, from those of the preset: in proportion to the steps and to what a step computes. The
 * width counts with the power 1.34 that both presets of the segmenter show (8 to 16 channels: 2.53 times).
 */
export function estimateMinutes(kind: ModelKind, preset: TrainingPreset, values: SettingValues): number {
  const ratio = (key: string) => Number(values[key]) / Number(preset.settings[key]);
  const pixels = kind === 'segmenter' ? ratio('crop') ** 2 : ratio('canvasWidth') * ratio('canvasHeight');
  const minutes = preset.minutes * ratio('steps') * ratio('batch') * pixels * ratio('width') ** 1.34;
  return Number.isFinite(minutes) ? minutes : preset.minutes;
}
