import { Group, Stack, Text } from '@mantine/core';
import type { SegmentationResult } from '../../../shared/jobs/results.ts';
import { toCsv } from '../../../shared/quoting.ts';
import { CopyTextButton } from '../../ui/copy.tsx';
import { formatCount } from '../../ui/format.ts';
import { type Column, VirtualTable } from '../../ui/lists/virtual-table.tsx';

const tableHeight = 340;

/** How much of each photograph is vessel. */
export function SegmentationResultView({ result: { model, images } }: { result: SegmentationResult }) {
  const csv = () =>
    toCsv(
      ['image', 'vessel share', 'seconds'],
      images.map(({ image, vesselShare, seconds }) => [image, vesselShare, seconds]),
    );
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>
          {formatCount(images.length, 'photograph')} with {model}
        </Text>
        <CopyTextButton label="CSV" text={csv} />
      </Group>
      <div style={{ height: tableHeight }}>
        <VirtualTable
          label="Extracted masks"
          rows={images}
          columns={segmentationColumns}
          rowKey={({ image }) => image}
        />
      </div>
    </Stack>
  );
}

const segmentationColumns: readonly Column<SegmentationResult['images'][number]>[] = [
  { key: 'image', title: 'Photograph', width: 'minmax(160px, 2fr)', render: ({ image }) => image },
  {
    key: 'share',
    title: 'Vessel pixels',
    width: '140px',
    isNumeric: true,
    render: ({ vesselShare }) => `${(100 * vesselShare).toFixed(1)} %`,
  },
  {
    key: 'seconds',
    title: 'Time',
    width: '110px',
    isNumeric: true,
    render: ({ seconds }) => `${seconds.toFixed(1)} s`,
  },
];
