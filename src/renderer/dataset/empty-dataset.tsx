import { Images } from 'lucide-react';
import { EmptyState } from '../ui/empty-state.tsx';
import { ImportFormats } from './import/formats.tsx';
import type { ImportSource } from './import/source.ts';
import { ImportMenu } from './import-menu.tsx';

export function EmptyDataset({ onImport }: { onImport: (source: ImportSource) => void }) {
  return (
    <div style={{ height: 'calc(100% - 72px)' }}>
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
