import { Button, Group, Stack, TextInput, Title } from '@mantine/core';
import { FolderOutput, FolderSearch } from 'lucide-react';
import { chooseFolder } from '../ui/folders/choose-folder.tsx';
import { formatCount } from '../ui/format.ts';
import { JobProgress } from '../ui/job-progress.tsx';
import { isActive } from '../ui/jobs.ts';
import { ExportOutcome } from './export-outcome.tsx';
import { type ExportForm, useExportPreview } from './use-export.ts';

/** Where the folder goes, and the export itself. */
export function Destination({ form }: { form: ExportForm }) {
  const { folder, setFolder, start, isStarting, job } = form;
  const { data: preview } = useExportPreview(form.selection);
  const choose = async () => {
    const chosen = await chooseFolder({
      title: 'Export to a new folder',
      startAt: parentOf(folder),
      isNew: true,
    });
    if (chosen !== null) setFolder(chosen);
  };
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h5">
        Where to
      </Title>
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          flex={1}
          label="A new folder"
          description="It must not exist yet: nothing is ever overwritten"
          value={folder}
          spellCheck={false}
          onChange={({ currentTarget }) => setFolder(currentTarget.value)}
        />
        <Button variant="default" leftSection={<FolderSearch size={16} aria-hidden />} onClick={choose}>
          Choose…
        </Button>
      </Group>
      {job && isActive(job) ? (
        <JobProgress job={job} />
      ) : (
        <Group>
          <Button
            leftSection={<FolderOutput size={16} aria-hidden />}
            disabled={folder.trim() === '' || !preview || preview.images === 0}
            loading={isStarting}
            onClick={start}
          >
            {preview ? `Export ${formatCount(preview.images, 'image')}` : 'Export'}
          </Button>
        </Group>
      )}
      {job && !isActive(job) && (
        <div ref={(element) => element?.scrollIntoView({ block: 'nearest' })}>
          <ExportOutcome job={job} />
        </div>
      )}
    </Stack>
  );
}

function parentOf(folder: string): string {
  return folder.slice(0, Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'), 1));
}
