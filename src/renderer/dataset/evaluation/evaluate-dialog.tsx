import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ImageItem } from '../../../shared/api/images.ts';
import type { KnownJob } from '../../../shared/api/jobs.ts';
import { type Split, splitNames, splits } from '../../../shared/domain.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { jobOutcome } from '../../ui/work/job-kinds.ts';
import { JobProgress } from '../../ui/work/job-progress.tsx';
import { isActive, startJob, useJobsOf } from '../../ui/work/jobs.ts';
import { EvaluationResultView } from './evaluation-result.tsx';

/** Compares what the project's segmenter extracts with the annotations: choose the split, see the scores. */
export function EvaluateDialog({ images, onClose }: { images: readonly ImageItem[]; onClose: () => void }) {
  const annotated = annotatedBySplit(images);
  const [split, setSplit] = useState<Split>(splits.findLast((one) => annotated[one] > 0) ?? 'test');
  const start = useAction(startJob);
  const job = useJobsOf('evaluate-segmenter').at(-1);
  const isRunning = job !== undefined && isActive(job);
  return (
    <Modal
      opened
      onClose={onClose}
      title="Evaluate the segmenter"
      size={860}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          The vessels are extracted anew and compared, pixel by pixel inside the field of view, with what was
          drawn by hand. Only images that the network never learned from tell how good it is.
        </Text>
        <Group justify="space-between" align="flex-end">
          <Radio.Group label="Annotated images of" value={split} onChange={setSplit}>
            <Group mt={6}>
              {splits.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={`${splitNames[one]} (${annotated[one]})`}
                  disabled={annotated[one] === 0}
                />
              ))}
            </Group>
          </Radio.Group>
          <Button
            disabled={annotated[split] === 0 || isRunning}
            loading={start.isRunning}
            onClick={() => start.run({ kind: 'evaluate-segmenter', options: { split } })}
          >
            Evaluate
          </Button>
        </Group>
        {job && <Evaluation job={job} />}
      </Stack>
    </Modal>
  );
}

function Evaluation({ job }: { job: KnownJob<'evaluate-segmenter'> }) {
  if (isActive(job)) return <JobProgress job={job} />;
  if (job.status === 'failed') return <ErrorPanel error={job.error} />;
  if (job.hasForeignResult) return <Text size="sm">{jobOutcome(job).summary}</Text>;
  return job.result && <EvaluationResultView result={job.result} finishedAt={job.finishedAt} />;
}

function annotatedBySplit(images: readonly ImageItem[]): Record<Split, number> {
  const counts = { train: 0, val: 0, test: 0 };
  for (const { split, masks } of images) if (split && masks.annotated > 0) counts[split]++;
  return counts;
}
