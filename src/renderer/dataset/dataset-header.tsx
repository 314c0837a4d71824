import { Button, Menu } from '@mantine/core';
import { ChevronDown, Gauge, Spline } from 'lucide-react';
import type { ImportSource } from '../ui/file-source.ts';
import { formatCount } from '../ui/format.ts';
import { ScreenHeader } from '../ui/screen.tsx';
import { ImportMenu } from './import-menu.tsx';
import { RunningJobs } from './running-jobs.tsx';
import type { DatasetActions } from './use-dataset-actions.ts';
import type { DatasetView } from './use-dataset-view.ts';

export function DatasetHeader({
  view: { images, selected },
  actions,
  onEvaluate,
  onImport,
}: {
  view: DatasetView;
  actions: DatasetActions;
  onEvaluate: () => void;
  onImport: (source: ImportSource) => void;
}) {
  const annotated = images.filter(({ masks }) => masks.annotated > 0).length;
  const bare = images.filter(({ masks }) => masks.predicted + masks.edited === 0);
  return (
    <>
      <ScreenHeader
        title="Data set"
        description={`${formatCount(images.length, 'photograph')}, ${annotated.toLocaleString('en-GB')} of them annotated`}
      >
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<Spline size={16} aria-hidden />}
              rightSection={<ChevronDown size={14} aria-hidden />}
            >
              Extract vessels
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={selected.length === 0} onClick={() => actions.extractVessels(selected)}>
              From the selected images ({selected.length})
            </Menu.Item>
            <Menu.Item disabled={bare.length === 0} onClick={() => actions.extractVessels(bare)}>
              From images without ({bare.length})
            </Menu.Item>
            <Menu.Item onClick={() => actions.extractVessels()}>From all images ({images.length})</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="default"
          leftSection={<Gauge size={16} aria-hidden />}
          disabled={annotated === 0}
          onClick={onEvaluate}
        >
          Evaluate…
        </Button>
        <ImportMenu onSource={onImport} />
      </ScreenHeader>
      <RunningJobs />
    </>
  );
}
