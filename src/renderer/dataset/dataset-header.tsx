import { Box, Button, Menu, Text } from '@mantine/core';
import { ChevronDown, Folder, Gauge, Images, Import, Server, Spline } from 'lucide-react';
import type { ImportSource } from '../ui/file-source.ts';
import { formatCount } from '../ui/format.ts';
import { ScreenHeader } from '../ui/screen.tsx';
import { JobProgress } from '../ui/work/job-progress.tsx';
import { isActive, useJobs } from '../ui/work/jobs.ts';
import { pickInBrowser, pickNatively, pickOnService } from './import/pick-files.ts';
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

const kinds = new Set(['import', 'segment', 'evaluate-segmenter']);

/** The progress of what is being done to the images. */
function RunningJobs() {
  const jobs = useJobs().filter((job) => kinds.has(job.kind) && isActive(job));
  return jobs.map((job) => (
    <Box key={job.id} px="lg" pb="xs">
      <JobProgress job={job} />
    </Box>
  ));
}

type Pick = () => Promise<ImportSource | null>;

/** The button for those who do not drop files onto the window. */
export function ImportMenu({
  onSource,
  size = 'sm',
}: {
  onSource: (source: ImportSource) => void;
  size?: string;
}) {
  const choose = (pick: Pick) => async () => {
    const source = await pick();
    if (source) onSource(source);
  };
  const pick = window.desktop ? pickNatively : pickInBrowser;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size={size}
          leftSection={<Import size={16} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
        >
          Import
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Folder size={16} />} onClick={choose(() => pick('folder'))}>
          A folder…
        </Menu.Item>
        <Menu.Item leftSection={<Images size={16} />} onClick={choose(() => pick('pictures'))}>
          Pictures…
        </Menu.Item>
        {!window.desktop && (
          <Menu.Item leftSection={<Server size={16} />} onClick={choose(pickOnService)}>
            A folder where Fundus Studio runs…
            <Text size="xs" c="dimmed">
              on that machine already: nothing is uploaded
            </Text>
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
