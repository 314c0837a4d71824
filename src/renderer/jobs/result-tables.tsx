import { Group, Stack, Text } from '@mantine/core';
import { splitNames } from '../ui/badges.tsx';
import { CopyCsvButton } from '../ui/copy-csv-button.tsx';
import { toCsv } from '../ui/csv.ts';
import { formatCount } from '../ui/format.ts';
import { type Column, VirtualTable } from '../ui/virtual-table.tsx';
import type { EvaluationResult, SegmentationResult } from './results.ts';

const tableHeight = 340;

/** How much of each photograph is vessel. */
export function SegmentationTable({ result: { model, images } }: { result: SegmentationResult }) {
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
        <CopyCsvButton csv={csv} />
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

type ScoreRow = Pick<EvaluationResult['images'][number], ScoreName | 'image'>;
const scoreNames = ['f1', 'sensitivity', 'specificity', 'accuracy', 'auc'] as const;
type ScoreName = (typeof scoreNames)[number];
const scoreTitles: Record<ScoreName, string> = {
  f1: 'F1 (Dice)',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  accuracy: 'Accuracy',
  auc: 'AUC',
};

/** The scores of each photograph, and of all. */
export function EvaluationTable({ result }: { result: EvaluationResult }) {
  const { model, split, threshold, images, summary } = result;
  const rows: ScoreRow[] = [{ image: `All ${images.length}`, ...summary }, ...images];
  const csv = () =>
    toCsv(
      ['image', ...scoreNames],
      rows.map((row) => [row.image, ...scoreNames.map((name) => row[name])]),
    );
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>
          {model} on {formatCount(images.length, 'photograph')}
          {split && ` of the ${splitNames[split]} split`}
        </Text>
        <CopyCsvButton csv={csv} />
      </Group>
      <div style={{ height: Math.min(tableHeight, 36 * (rows.length + 1)) }}>
        <VirtualTable label="Scores" rows={rows} columns={scoreColumns} rowKey={({ image }) => image} />
      </div>
      <Text size="xs" c="dimmed">
        Inside the field of view, against the first observer’s annotation, at {sizes(images)}, threshold{' '}
        {threshold.toFixed(2)}. F1 of all is the mean over photographs; AUC of all is that of their pooled
        pixels.
      </Text>
    </Stack>
  );
}

function sizes(images: EvaluationResult['images']): string {
  const all = new Set(images.map(({ width, height }) => `${width} × ${height}`));
  return all.size === 1 ? `${[...all][0]} pixels` : 'their stored sizes';
}

const scoreColumns: readonly Column<ScoreRow>[] = [
  { key: 'image', title: 'Photograph', width: 'minmax(120px, 2fr)', render: ({ image }) => image },
  ...scoreNames.map((name) => ({
    key: name,
    title: scoreTitles[name],
    width: 'minmax(86px, 1fr)',
    isNumeric: true,
    render: (row: ScoreRow) => row[name]?.toFixed(4) ?? 'none',
  })),
];
