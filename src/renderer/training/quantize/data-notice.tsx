import { Alert, Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { QuantizationChoices } from '../../../shared/api/quantization.ts';
import type { ModelInfo } from '../../../shared/api/training.ts';
import type { ModelKind } from '../../../shared/domain.ts';
import { formatCount } from '../../ui/format.ts';

type Kinded = Pick<ModelInfo, 'kind'>;

const lacksSegmenter = (model: Kinded, models: readonly Pick<ModelInfo, 'kind' | 'isCurrent'>[]) =>
  model.kind === 'synthesizer' && !models.some(({ kind, isCurrent }) => kind === 'segmenter' && isCurrent);

/** Whether the project has what a quantisation needs. */
export const isReadyToQuantize = (
  model: Kinded,
  models: readonly Pick<ModelInfo, 'kind' | 'isCurrent'>[],
  { trainingImages }: Pick<QuantizationChoices, 'trainingImages'>,
) => trainingImages > 0 && !lacksSegmenter(model, models);

/** What is missing for a quantisation, or will make it less than it could be. */
export function DataNotice({
  model,
  models,
  choices: { trainingImages, validationImages },
}: {
  model: ModelInfo;
  models: readonly ModelInfo[];
  choices: QuantizationChoices;
}) {
  if (trainingImages === 0) {
    return (
      <Notice colour="orange" title="There is nothing to calibrate on yet">
        The ranges are taken from photographs of the split “training” that have a vessel annotation.{' '}
        <ToImages>Import some together with their annotations</ToImages>, assign annotated ones to the split
        “training”, or repair masks in Review: an edited mask counts as an annotation.
      </Notice>
    );
  }
  if (lacksSegmenter(model, models)) {
    return (
      <Notice colour="orange" title="The project has no segmenter">
        One is needed to judge the pictures by the vessels that it finds in them: train one, or use one of the
        models.
      </Notice>
    );
  }
  const isJudgedElsewhere = model.kind === 'segmenter' && validationImages > 0;
  if (trainingImages > 1 || isJudgedElsewhere) return null;
  return (
    <Notice colour="yellow" title="One photograph is few">
      The network will be calibrated and judged on the same photograph, so that its loss is seen too small.{' '}
      <ToImages>Import or annotate more</ToImages>.
    </Notice>
  );
}

function Notice({ colour, title, children }: { colour: string; title: string; children: ReactNode }) {
  return (
    <Alert color={colour} icon={<TriangleAlert size={18} aria-hidden />} title={title}>
      {children}
    </Alert>
  );
}

function ToImages({ children }: { children: string }) {
  return (
    <Anchor component={Link} to="/images" inherit c="inherit" underline="always">
      {children}
    </Anchor>
  );
}

/** Where the photographs are from. */
export function splitPhrase(
  kind: ModelKind,
  { trainingImages, validationImages }: QuantizationChoices,
): string {
  const own = `Evenly spread over the ${formatCount(trainingImages, 'annotated photograph')} of the split “training”`;
  if (kind === 'segmenter' && validationImages > 0) {
    return `${own}; the accuracy is judged on the split “validation”. Never on the split “test”.`;
  }
  return `${own}; the accuracy is judged on others of them, never on the split “test”.`;
}

const setNames: Readonly<Record<string, string>> = {
  avx512_vnni: 'AVX-512 VNNI',
  avx_vnni: 'AVX-VNNI',
  amx_int8: 'AMX',
  asimddp: 'Arm dot products',
  i8mm: 'Arm matrix products of bytes',
};

/** What this processor needs, and why. */
export function processorPhrase({
  name,
  instructionSets,
  hasExactByteProducts,
}: QuantizationChoices['processor']): string {
  const sets = instructionSets.flatMap((set) => setNames[set] ?? []);
  const has = sets.length > 0 ? ` has ${sets.join(' and ')} and` : '';
  const own = hasExactByteProducts
    ? `This processor (${name})${has} sums products of bytes exactly: 8 bits are fast here, but not on x86 processors without VNNI.`
    : `This processor (${name}) has no VNNI that the system tells of: 8 bits are as exact here, but slower.`;
  return `${own} With 7 bits the network is fast on processors of either kind, and loses a little accuracy.`;
}
