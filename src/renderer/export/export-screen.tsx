import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FolderOutput } from 'lucide-react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { syntheticQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { EmptyState, Screen, ScreenHeader } from '../ui/screen.tsx';
import { useProject } from '../ui/use-project.ts';
import { Destination } from './destination.tsx';
import classes from './export.module.css';
import { ExportHistory } from './export-history.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SelectionForm } from './selection-form.tsx';
import { useExportForm } from './use-export.ts';

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
