import { Images } from 'lucide-react';
import type { ImportSource } from '../ui/file-source.ts';
import { EmptyState } from '../ui/screen.tsx';
import classes from './empty-dataset.module.css';
import { ImportFormats } from './import/formats.tsx';
import { ImportMenu } from './import-menu.tsx';

export function EmptyDataset({ onImport }: { onImport: (source: ImportSource) => void }) {
  return (
    <div className={classes.target}>
      <EmptyState
        icon={Images}
        title="Drop your fundus photographs here"
        action={<ImportMenu onSource={onImport} />}
      >
        <ImportFormats />
      </EmptyState>
    </div>
  );
}
