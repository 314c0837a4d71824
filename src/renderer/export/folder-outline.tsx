import { Text } from '@mantine/core';
import { File, FileArchive, Folder } from 'lucide-react';
import type { ExportPreview } from '../../shared/api/synthetic.ts';
import classes from './export.module.css';
import { treeOf } from './folder-tree.ts';

const meanings: Readonly<Record<string, string>> = {
  images: 'synthetic photographs, PNG',
  masks: 'the vessel mask of each, PNG of the same name',
  'metadata.csv': 'one row an image: class, split, model, seed, patient number',
  'README.md': 'the data-set card: contents, limits, licence, whom to credit',
  'manifest.json': 'the SHA-256 of every file',
};

/** The first file of each kind, and what the kinds are. */
export function FolderOutline({
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
