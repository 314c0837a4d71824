import {
  type Calibrator,
  type QuantizationChoices,
  type QuantizeRequest,
  quantizeOptionsSchema,
} from '../../../shared/api/quantization.ts';
import type { ModelKind } from '../../../shared/domain.ts';

/** A number that is being typed may be a text, or none. */
type Typed = number | string;

export interface QuantizeValues {
  readonly calibrator: Calibrator;
  readonly images: Typed;
  readonly f1Limit: Typed;
  readonly consistencyLimit: Typed;
  readonly pixelLimit: Typed;
  readonly reduceRange: boolean;
}
export type LimitKey = 'f1Limit' | 'consistencyLimit' | 'pixelLimit';

/** The limits that a kind of network is held to. */
export const limitKeys: Readonly<Record<ModelKind, readonly LimitKey[]>> = {
  segmenter: ['f1Limit'],
  synthesizer: ['consistencyLimit', 'pixelLimit'],
};

export const limitRanges: Readonly<Record<LimitKey, { readonly max: number; readonly step: number }>> = {
  f1Limit: { max: 1, step: 0.001 },
  consistencyLimit: { max: 1, step: 0.005 },
  pixelLimit: { max: 255, step: 0.5 },
};

/** One photograph at least is left to judge on, where there are several. */
export const mostCalibrationImages = ({ trainingImages }: Pick<QuantizationChoices, 'trainingImages'>) =>
  Math.max(1, trainingImages - 1);

/** What was asked for before, else the defaults, with no more photographs than there are. */
export function initialValues(
  choices: QuantizationChoices,
  before?: Omit<QuantizeRequest, 'model'>,
): QuantizeValues {
  const { defaults } = choices;
  const own = Object.fromEntries(
    Object.entries(before ?? {}).filter(([key, value]) => key in defaults && value !== undefined),
  );
  const values = { ...defaults, ...own };
  return { ...values, images: Math.min(values.images, mostCalibrationImages(choices)) };
}

/** @returns a message for each number that the service would refuse, or quietly replace, by key */
export function quantizeProblems(
  kind: ModelKind,
  values: QuantizeValues,
  choices: Pick<QuantizationChoices, 'trainingImages'>,
): Partial<Record<LimitKey | 'images', string>> {
  const problems: Partial<Record<LimitKey | 'images', string>> = {};
  const most = mostCalibrationImages(choices);
  const { images } = values;
  if (typeof images !== 'number' || !Number.isInteger(images) || images < 1 || images > most) {
    problems.images = most === 1 ? 'There is one to take' : `A whole number from 1 to ${most}`;
  }
  for (const key of limitKeys[kind]) {
    const value = values[key];
    const { max } = limitRanges[key];
    if (typeof value !== 'number' || value < 0 || value > max) problems[key] = `From 0 to ${max}`;
  }
  return problems;
}

/** What a job is asked for. @throws ZodError where `quantizeProblems` finds some */
export function quantizeRequest(
  { name, kind }: { readonly name: string; readonly kind: ModelKind },
  { calibrator, images, reduceRange, ...limits }: QuantizeValues,
): QuantizeRequest {
  const own = Object.fromEntries(limitKeys[kind].map((key) => [key, limits[key]]));
  return quantizeOptionsSchema.parse({ model: name, calibrator, images, reduceRange, ...own });
}
