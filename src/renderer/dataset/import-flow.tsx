import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { Upload } from '../../shared/api/images.ts';
import type { ImportSource } from '../ui/file-source.ts';
import { removeJob, useJob } from '../ui/jobs.ts';
import { useAction } from '../ui/use-action.tsx';
import { GatherStep } from './import/gather-step.tsx';
import { JobStep } from './import/job-step.tsx';
import { OptionsStep } from './import/options-step.tsx';
import { removeUpload } from './import/upload.ts';
import { useGathered } from './import/use-gathered.ts';

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
