import { Alert, Group, Paper, ScrollArea, Skeleton, Stack, Text, Title } from '@mantine/core';
import { ShieldAlert } from 'lucide-react';
import type { ExportPreview } from '../../shared/api/synthetic.ts';
import type { ExportSelection } from '../../shared/jobs/requests.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes } from '../ui/format.ts';
import { CountBars } from './count-bars.tsx';
import classes from './export.module.css';
import { FolderOutline } from './folder-outline.tsx';
import { useExportPreview } from './use-export.ts';

/** What will be in the folder, and what never is. */
export function PreviewPanel({ selection, folder }: { selection: ExportSelection; folder: string }) {
  const { data, error, refetch } = useExportPreview(selection);
  return (
    <ScrollArea type="auto" className={classes.preview} viewportProps={{ tabIndex: 0 }}>
      <Stack gap="md" p="md" component="section" aria-label="What will be in the folder">
        <Title order={2} size="h5">
          What will be in the folder
        </Title>
        {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
        {!data && !error && <Skeleton h={240} />}
        {data?.images === 0 && <Text>No image is among those chosen.</Text>}
        {data && data.images > 0 && <Content preview={data} hasZip={selection.zip} folder={folder} />}
      </Stack>
    </ScrollArea>
  );
}

function Content({ preview, hasZip, folder }: { preview: ExportPreview; hasZip: boolean; folder: string }) {
  const { images, patients, bytes, licence } = preview;
  return (
    <>
      <Group gap="xs" grow>
        <Figure value={images.toLocaleString('en-GB')} label="images, each with its mask" />
        <Figure value={String(patients)} label={patients === 1 ? 'person’s vessels' : 'people’s vessels'} />
        <Figure value={formatBytes(bytes)} label={hasZip ? 'and as much again zipped' : 'on the disk'} />
      </Group>
      <PrivacyNote />
      <CountBars preview={preview} />
      <FolderOutline folder={folder} preview={preview} hasZip={hasZip} />
      <Text size="sm">
        <b>Licence:</b>{' '}
        {licence ??
          'none is stated, as those of the sources are not all known. Without one, nobody else may use the data set.'}
      </Text>
    </>
  );
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <Paper withBorder p="xs">
      <Text size="xl" fw={600}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </Paper>
  );
}

function PrivacyNote() {
  return (
    <Alert
      color="yellow"
      p="sm"
      icon={<ShieldAlert size={18} aria-hidden />}
      title="What goes out, and what never does"
    >
      <Text size="sm">
        <b>Never:</b> photographs of people, their file names, dates and metadata.
      </Text>
      <Text size="sm" mt={4}>
        <b>Goes out:</b> synthetic images, marked as such, and the vessel masks they were made from. A vessel
        tree can identify a person: share the folder only where these masks may be shared.
      </Text>
    </Alert>
  );
}
