import { Alert, Group, Paper, ScrollArea, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { File, FileArchive, Folder, ShieldAlert } from 'lucide-react';
import type { ExportPreview } from '../../shared/api/synthetic.ts';
import { diagnoses, diagnosisNames, splits } from '../../shared/domain.ts';
import type { ExportSelection } from '../../shared/jobs/requests.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes } from '../ui/format.ts';
import classes from './export.module.css';
import { treeOf } from './folders.ts';
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

/** The images by class, and by split where they are divided. */
function CountBars({ preview: { images, byClass, bySplit } }: { preview: ExportPreview }) {
  return (
    <div className={classes.counts}>
      <Counts
        title="By class"
        rows={diagnoses.map((diagnosis) => [diagnosisNames[diagnosis], byClass[diagnosis]])}
        total={images}
      />
      {bySplit && (
        <Counts title="By split" rows={splits.map((split) => [split, bySplit[split]])} total={images} />
      )}
    </div>
  );
}

function Counts({
  title,
  rows,
  total,
}: {
  title: string;
  rows: readonly (readonly [string, number])[];
  total: number;
}) {
  return (
    <Table verticalSpacing={3} horizontalSpacing={6} withRowBorders={false} aria-label={title}>
      <Table.Caption style={{ captionSide: 'top', textAlign: 'left', margin: 0 }}>
        <Text size="xs" c="dimmed" fw={600}>
          {title}
        </Text>
      </Table.Caption>
      <Table.Tbody>
        {rows.map(([name, count]) => (
          <Table.Tr key={name}>
            <Table.Th fw={400} w={170} style={{ whiteSpace: 'nowrap' }}>
              {name}
            </Table.Th>
            <Table.Td>
              <div className={classes.bar} style={{ width: `${(100 * count) / total}%` }} />
            </Table.Td>
            <Table.Td w={60} ta="right">
              {count.toLocaleString('en-GB')}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const meanings: Readonly<Record<string, string>> = {
  images: 'synthetic photographs, PNG',
  masks: 'the vessel mask of each, PNG of the same name',
  'metadata.csv': 'one row an image: class, split, model, seed, patient number',
  'README.md': 'the data-set card: contents, limits, licence, whom to credit',
  'manifest.json': 'the SHA-256 of every file',
};

/** The first file of each kind, and what the kinds are. */
function FolderOutline({
  folder,
  preview,
  hasZip,
}: {
  folder: string;
  preview: ExportPreview;
  hasZip: boolean;
}) {
  const name = folder.split(/[/\\]/).findLast(Boolean) ?? folder;
  return (
    <ul className={classes.tree} aria-label="Files">
      <Line icon={Folder} name={name} depth={0} />
      {treeOf(preview.examplePaths).map(({ path, name: entry, depth, isFolder }) => (
        <Line
          key={path}
          icon={isFolder ? Folder : File}
          name={isFolder || !entry.endsWith('.png') ? entry : `${entry}, …`}
          depth={depth + 1}
          meaning={
            meanings[entry] ?? (isFolder && preview.bySplit ? 'and the same in val and test' : undefined)
          }
        />
      ))}
      {hasZip && <Line icon={FileArchive} name={`${name}.zip`} depth={0} meaning="the same files in one" />}
    </ul>
  );
}

function Line({
  icon: Icon,
  name,
  depth,
  meaning,
}: {
  icon: typeof File;
  name: string;
  depth: number;
  meaning?: string | undefined;
}) {
  return (
    <li style={{ paddingLeft: 20 * depth }}>
      <Icon size={15} aria-hidden />
      <span>{name}</span>
      {meaning && (
        <Text span size="xs" c="dimmed">
          {meaning}
        </Text>
      )}
    </li>
  );
}
