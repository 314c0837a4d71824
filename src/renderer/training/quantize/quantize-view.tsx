import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, CircleX } from 'lucide-react';
import type { JobInfo } from '../../../shared/api/jobs.ts';
import { jobsQuery, modelsQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EmptyState } from '../../ui/screen.tsx';
import { QuantizationJob } from './quantization-job.tsx';
import { QuantizeForm } from './quantize-form.tsx';

/** A model to quantise, beginning with the settings of an earlier job, or a quantisation by its job. */
export type QuantizeTarget =
  | { readonly model: string; readonly before: number | undefined; readonly job?: undefined }
  | { readonly job: number; readonly model?: undefined };

export interface QuantizeViewProps {
  readonly target: QuantizeTarget;
  readonly onStarted: (job: JobInfo) => void;
  readonly onLeave: () => void;
}

export function QuantizeView({ target, onStarted, onLeave }: QuantizeViewProps) {
  return (
    <Stack gap="sm">
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<ArrowLeft size={14} aria-hidden />}
          onClick={onLeave}
        >
          All models
        </Button>
      </div>
      {target.job === undefined ? (
        <ModelForm name={target.model} before={target.before} onStarted={onStarted} />
      ) : (
        <QuantizationJob id={target.job} onLeave={onLeave} />
      )}
    </Stack>
  );
}

interface ModelFormProps {
  readonly name: string;
  readonly before: number | undefined;
  readonly onStarted: (job: JobInfo) => void;
}

function ModelForm({ name, before, onStarted }: ModelFormProps) {
  const models = useQuery(modelsQuery);
  const jobs = useQuery({ ...jobsQuery, enabled: before !== undefined });
  if (models.isError) return <ErrorPanel error={models.error} onRetry={() => void models.refetch()} />;
  if (!models.data || jobs.isLoading) return null;
  const job = jobs.data?.find(({ id }) => id === before);
  const model = models.data.find((one) => one.name === name);
  if (!model) {
    return (
      <EmptyState icon={CircleX} title={`The project has no model “${name}”`}>
        Choose one of the float32 models.
      </EmptyState>
    );
  }
  return (
    <QuantizeForm
      model={model}
      models={models.data}
      before={job?.kind === 'quantize' ? (job.options ?? undefined) : undefined}
      onStarted={onStarted}
    />
  );
}
