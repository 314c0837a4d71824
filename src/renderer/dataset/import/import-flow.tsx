import { Alert, Button, Group, Loader, Modal, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Upload } from '../../../shared/api/images.ts';
import type { JobInfo } from '../../../shared/api/jobs.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import type { ImportSource } from '../../ui/file-source.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.tsx';
import { JobActions, JobProgress } from '../../ui/work/job-progress.tsx';
import { isActive, removeJob, useJob } from '../../ui/work/jobs.ts';
import { type Gathered, type Gathering, gather } from './gather.ts';
import { ImportReportView } from './import-report-view.tsx';
import { OptionsStep } from './options-step.tsx';
import { type RefusedFile, removeUpload, type UploadProgress } from './upload.ts';

/**
 * An import from the moment that files were dropped or chosen: what was recognised, options, progress, report.
 * Closing it before the import has begun, or when it was cancelled, leaves nothing behind; else it goes on as a job.
 */
export function ImportFlow({ source, onClose }: { source: ImportSource; onClose: () => void }) {
  const { state, keepUpload } = useGathered(source);
  const [jobId, setJobId] = useState<number | null>(null);
  const job = useJob(jobId);
  const discarding = useAction(discard);
  const close = () => {
    if (job?.status === 'cancelled' && state.stage === 'ready')
      void discarding.run(job.id, state.gathered.upload);
    onClose();
  };
  const content = () => {
    if (state.stage !== 'ready') return <GatherStep state={state} onCancel={close} />;
    if (jobId !== null) return <JobStep job={job} unsent={state.gathered.unsent} onClose={close} />;
    const onStarted = (id: number) => {
      keepUpload();
      setJobId(id);
    };
    return <OptionsStep gathered={state.gathered} onStarted={onStarted} onCancel={close} />;
  };
  return (
    <Modal
      opened
      onClose={close}
      title="Import images"
      size={960}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {content()}
    </Modal>
  );
}

async function discard(jobId: number, upload: Upload | null): Promise<void> {
  await removeJob(jobId);
  if (upload) await removeUpload(upload.id);
}

/** Until it is known what there is to import. */
function GatherStep({
  state,
  onCancel,
}: {
  state: Exclude<GatheredState, { stage: 'ready' }>;
  onCancel: () => void;
}) {
  return (
    <Stack>
      {state.stage === 'failed' && <ErrorPanel error={state.error} />}
      {state.stage === 'uploading' && <Uploading progress={state.progress} />}
      {(state.stage === 'walking' || state.stage === 'reading') && (
        <Group gap="sm" py="md">
          <Loader size="sm" />
          <Text>{state.stage === 'walking' ? 'Looking through the folders' : 'Recognising the files'}…</Text>
        </Group>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {state.stage === 'failed' ? 'Close' : 'Cancel'}
        </Button>
      </Group>
    </Stack>
  );
}

function Uploading({ progress }: { progress: UploadProgress }) {
  const { files, totalFiles, bytes, totalBytes } = progress;
  return (
    <Stack gap={6} py="md">
      <Progress value={totalBytes > 0 ? (100 * bytes) / totalBytes : 0} animated aria-label="Upload" />
      <Text size="sm" c="dimmed">
        Handing over {formatCount(totalFiles, 'file')} · {files} done · {formatBytes(bytes)} of{' '}
        {formatBytes(totalBytes)}
      </Text>
    </Stack>
  );
}

type GatheredState =
  | Gathering
  | { readonly stage: 'ready'; readonly gathered: Gathered }
  | { readonly stage: 'failed'; readonly error: unknown };

/**
 * Gathers the source while the component is mounted. What was uploaded is removed with it, unless `keepUpload` was
 * called because a job has taken it over.
 */
function useGathered(source: ImportSource): { state: GatheredState; keepUpload: () => void } {
  const [state, setState] = useState<GatheredState>({ stage: 'walking' });
  const isKept = useRef(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const show = (next: GatheredState) => {
      if (!signal.aborted) setState(next);
    };
    const gathering = gather(source, signal, show);
    gathering.then(
      (gathered) => show({ stage: 'ready', gathered }),
      (error: unknown) => show({ stage: 'failed', error }),
    );
    return () => {
      controller.abort();
      void gathering
        .then(({ upload }) => (upload && !isKept.current ? removeUpload(upload.id) : undefined))
        .catch(() => undefined);
    };
  }, [source]);
  return {
    state,
    keepUpload: () => {
      isKept.current = true;
    },
  };
}

/** The import as a job: its progress, then what became of each file. */
function JobStep({
  job,
  unsent,
  onClose,
}: {
  /** undefined until it is known. */
  job: JobInfo | undefined;
  /** Files that the job knows nothing of. */
  unsent: readonly RefusedFile[];
  onClose: () => void;
}) {
  const isRunning = job === undefined || isActive(job);
  return (
    <Stack>
      {job && (isActive(job) ? <JobProgress job={job} /> : <Outcome job={job} unsent={unsent} />)}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {isRunning && 'The import goes on when this is closed; its report is then among the jobs.'}
        </Text>
        <Button variant={isRunning ? 'default' : 'filled'} onClick={onClose}>
          {isRunning ? 'Close and go on working' : 'Done'}
        </Button>
      </Group>
    </Stack>
  );
}

function Outcome({ job, unsent }: { job: JobInfo; unsent: readonly RefusedFile[] }) {
  if (job.kind === 'import' && job.result) {
    const leftOut = [...job.result.leftOut, ...unsent];
    return <ImportReportView result={{ ...job.result, leftOut }} />;
  }
  return (
    <>
      {job.status === 'failed' ? (
        <ErrorPanel error={job.error} />
      ) : (
        <Alert
          color="gray"
          title={job.status === 'cancelled' ? 'The import was cancelled' : 'The import stopped'}
        >
          {job.done > 0
            ? `The ${job.done} of ${job.total} files before that were dealt with and stay in the project; the others were not touched.`
            : 'Nothing was stored.'}
        </Alert>
      )}
      <JobActions job={job} hasLabels />
    </>
  );
}
