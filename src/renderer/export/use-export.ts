import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KnownJob } from '../../shared/api/jobs.ts';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import type { ExportSelection } from '../../shared/jobs/requests.ts';
import { call } from '../api/client.ts';
import { useAction } from '../ui/use-action.tsx';
import { isActive, startJob, useJobsOf } from '../ui/work/jobs.ts';
import { defaultFolder } from './folders.ts';

/** What the export would hold, read again when the synthetic images change. */
export function useExportPreview(selection: ExportSelection) {
  return useQuery({
    queryKey: ['synthetic', 'export', selection],
    queryFn: () => call('POST /export/preview', { body: selection }),
    placeholderData: keepPreviousData,
  });
}

export const firstSelection: ExportSelection = { which: 'not-discarded', split: true, zip: false };

export interface ExportForm {
  readonly selection: ExportSelection;
  readonly setSelection: (selection: ExportSelection) => void;
  readonly folder: string;
  readonly setFolder: (folder: string) => void;
  readonly start: () => void;
  readonly isStarting: boolean;
  /** The export that runs or waits, or else the one that was started here last. */
  readonly job: KnownJob<'export'> | undefined;
}

export function useExportForm(project: ProjectInfo): ExportForm {
  const jobs = useJobsOf('export');
  const [selection, setSelection] = useState(firstSelection);
  const [chosen, setChosen] = useState<string | null>(null);
  const [startedId, setStartedId] = useState<number | null>(null);
  const starting = useAction(startJob);
  const folder = chosen ?? defaultFolder(project.dir, project.name, jobs.map(folderOf));
  return {
    ...{ selection, setSelection, folder, setFolder: setChosen },
    start: async () => {
      const job = await starting.run({ kind: 'export', options: { ...selection, folder: folder.trim() } });
      if (!job) return;
      setChosen(null);
      setStartedId(job.id);
    },
    isStarting: starting.isRunning,
    job: jobs.find(isActive) ?? jobs.find(({ id }) => id === startedId),
  };
}

/** Where a job exports to. */
export const folderOf = ({ options }: KnownJob<'export'>) => options?.folder ?? '';
