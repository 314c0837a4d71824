import { Button, Group, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FolderOutput, FolderSearch } from 'lucide-react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { syntheticQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { chooseFolder } from '../ui/folders/choose-folder.tsx';
import { formatCount } from '../ui/format.ts';
import { EmptyState, Screen, ScreenHeader } from '../ui/screen.tsx';
import { useProject } from '../ui/use-project.ts';
import { JobProgress } from '../ui/work/job-progress.tsx';
import { isActive } from '../ui/work/jobs.ts';
import classes from './export.module.css';
import { ExportHistory, ExportOutcome } from './export-outcome.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SelectionForm } from './selection-form.tsx';
import { type ExportForm, useExportForm, useExportPreview } from './use-export.ts';

/** Synthetic images as a folder that other tools load: which, how, where to. */
export function ExportScreen() {
  const project = useProject();
  const { data: images, error, refetch } = useQuery(syntheticQuery);
  return (
    <Screen>
      <ScreenHeader
        title="Export"
        description="A folder of synthetic images with their vessel masks, ready for other tools"
      />
      {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {images?.length === 0 && <NothingToExport />}
      {project && images && images.length > 0 && <ExportContent project={project} images={images} />}
    </Screen>
  );
}

function ExportContent({ project, images }: { project: ProjectInfo; images: readonly SyntheticItem[] }) {
  const form = useExportForm(project);
  return (
    <div className={classes.content}>
      <div className={classes.form}>
        <SelectionForm selection={form.selection} onChange={form.setSelection} images={images} />
        <Destination form={form} />
        <ExportHistory except={form.job?.id} />
      </div>
      <PreviewPanel selection={form.selection} folder={form.folder} />
    </div>
  );
}

function NothingToExport() {
  return (
    <EmptyState
      icon={FolderOutput}
      title="There is nothing to export yet"
      action={<Button renderRoot={(props) => <Link to="/synthesis" {...props} />}>Synthesise images</Button>}
    >
      Synthetic images come first: make some from the vessel masks of your photographs, look through them in
      the gallery, then export them here. Photographs of people are never exported.
    </EmptyState>
  );
}

/** Where the folder goes, and the export itself. */
function Destination({ form }: { form: ExportForm }) {
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
