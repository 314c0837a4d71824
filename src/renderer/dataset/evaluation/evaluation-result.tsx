import { Group, Paper, SimpleGrid, Stack, Text, Tooltip } from '@mantine/core';
import { splitNames } from '../../../shared/domain.ts';
import type { EvaluationReport } from '../../../shared/jobs/results.ts';
import { toCsv } from '../../../shared/quoting.ts';
import { CopyTextButton } from '../../ui/copy.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { type Column, VirtualTable } from '../../ui/lists/virtual-table.tsx';

type EvaluatedImage = EvaluationReport['images'][number];
type Score = 'f1' | 'auc' | 'sensitivity' | 'specificity' | 'accuracy';

const scores: readonly { key: Score; title: string; meaning: string }[] = [
  {
    key: 'f1',
    title: 'F1 (Dice)',
    meaning: 'Overlap of extracted and drawn vessels: 1 when they are the same',
  },
  {
    key: 'auc',
    title: 'AUC',
    meaning: 'How well the probabilities tell vessels from the rest, at any threshold',
  },
  { key: 'sensitivity', title: 'Sensitivity', meaning: 'Share of the drawn vessels that was found' },
  { key: 'specificity', title: 'Specificity', meaning: 'Share of the background that was left alone' },
  {
    key: 'accuracy',
    title: 'Accuracy',
    meaning: 'Share of all pixels that agree; high even without any vessel',
  },
];

const columns: readonly Column<EvaluatedImage>[] = [
  { key: 'image', title: 'Image', width: 'minmax(110px, 1fr)', render: ({ image }) => image },
  { key: 'observer', title: 'Drawn by', width: '84px', render: ({ observer }) => observer },
  ...scores.map(({ key, title }) => ({
    ...{ key, title, width: '80px', isNumeric: true },
    render: (image: EvaluatedImage) => formatScore(image[key]),
  })),
];

/** What an evaluation found: over all images, and for each. */
export function EvaluationResultView({
  result,
  finishedAt,
}: {
  result: EvaluationReport;
  finishedAt?: string | null;
}) {
  const { model, split, threshold, images, summary } = result;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={5} spacing="xs">
        {scores.map(({ key, title, meaning }) => (
          <Tooltip key={key} label={meaning} multiline w={220}>
            <Paper withBorder p="xs">
              <Text size="xs" c="dimmed">
                {title}
              </Text>
              <Text size="xl" fw={600}>
                {formatScore(summary[key])}
              </Text>
            </Paper>
          </Tooltip>
        ))}
      </SimpleGrid>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {model} on {formatCount(images.length, 'image')}
          {split && ` of the ${splitNames[split]} split`}, threshold {threshold.toFixed(2)}
          {finishedAt && ` · ${formatDate(finishedAt)}`}
        </Text>
        <CopyTextButton label="CSV" text={() => evaluationCsv(result)} />
      </Group>
      <div style={{ height: Math.min(36 + 34 * images.length, 300) }}>
        <VirtualTable label="Scores" columns={columns} rows={images} rowKey={({ image }) => image} />
      </div>
      <Text size="xs" c="dimmed">
        Inside the field of view, at {sizes(images)}. Above, F1 is the mean over the images and AUC that of
        their pooled pixels.
      </Text>
    </Stack>
  );
}

const formatScore = (score: number | null) => (score === null ? '–' : score.toFixed(3));

function sizes(images: EvaluationReport['images']): string {
  const all = new Set(images.map(({ width, height }) => `${width} × ${height}`));
  return all.size === 1 ? `${[...all][0]} pixels` : 'their stored sizes';
}

function evaluationCsv({ images, summary, threshold, model }: EvaluationReport): string {
  const keys = scores.map(({ key }) => key);
  const row = (name: string, of: Readonly<Record<Score, number | null>>) => [
    name,
    ...keys.map((key) => of[key]),
    threshold,
    model,
  ];
  return toCsv(
    ['image', ...keys, 'threshold', 'model'],
    [...images.map((image) => row(image.image, image)), row('all', summary)],
  );
}
