import { Modal } from '@mantine/core';
import { useState } from 'react';
import { GatherStep } from './import/gather-step.tsx';
import { JobStep } from './import/job-step.tsx';
import { OptionsStep } from './import/options-step.tsx';
import type { ImportSource } from './import/source.ts';
import { useGathered } from './import/use-gathered.ts';

/**
 * An import from the moment that files were dropped or chosen: what was recognised, options, progress, report.
 * Closing it before the import has begun leaves nothing behind; afterwards the import goes on as a job.
 */
export function ImportFlow({ source, onClose }: { source: ImportSource; onClose: () => void }) {
  const { state, keepUpload } = useGathered(source);
  const [jobId, setJobId] = useState<number | null>(null);
  const content = () => {
    if (state.stage !== 'ready') return <GatherStep state={state} onCancel={onClose} />;
    if (jobId !== null) return <JobStep jobId={jobId} unsent={state.gathered.unsent} onClose={onClose} />;
    const onStarted = (id: number) => {
      keepUpload();
      setJobId(id);
    };
    return <OptionsStep gathered={state.gathered} onStarted={onStarted} onCancel={onClose} />;
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Import images"
      size={960}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {content()}
    </Modal>
  );
}
