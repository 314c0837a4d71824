import { Badge, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Box, CircleCheck, PackagePlus } from 'lucide-react';
import { filterPhrase } from '../../shared/api/quantization.ts';
import type { ListedModel, ModelInfo, NetworkPlace } from '../../shared/api/training.ts';
import { type ModelKind, modelKinds } from '../../shared/domain.ts';
import { call } from '../api/client.ts';
import { borrowedQuery, modelsQuery } from '../api/queries.ts';
import { CopyCsv } from '../ui/copy.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatCount, formatDate, formatDuration } from '../ui/format.ts';
import { orderModels } from '../ui/model-order.ts';
import { EmptyState } from '../ui/screen.tsx';
import { useAction } from '../ui/use-action.tsx';
import { startJob } from '../ui/work/jobs.ts';
import { dataPhrases, figureName, figureRows, figureTitles, readCard, type ShownCard } from './model-card.ts';
import { OpenQuantizations } from './quantize/open-quantizations.tsx';
import { formatFigure } from './series.ts';
import classes from './training.module.css';
import { useUseModel } from './use-model.ts';

const titles: Record<ModelKind, string> = { segmenter: 'Segmenters', synthesizer: 'Synthesizers' };

/** The networks of the project, shipped and trained, with what is known of them. */
export function ModelsPanel() {
  const models = useQuery(modelsQuery);
  if (models.isError) return <ErrorPanel error={models.error} onRetry={() => void models.refetch()} />;
  if (!models.data) return null;
  const ordered = orderModels(models.data);
  if (ordered.length === 0) {
    return (
      <EmptyState icon={Box} title="No models yet">
        A training ends with one. Projects that are made in the application come with shipped ones.
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg" className={classes.modelList ?? ''}>
      <OpenQuantizations models={models.data} />
      <SelfContained />
      {modelKinds.map((kind) => {
        const ofKind = ordered.filter((model) => model.kind === kind);
        if (ofKind.length === 0) return null;
        return (
          <section key={kind}>
            <Group justify="space-between" mb="xs">
              <Title order={2} size="h5">
                {titles[kind]}
              </Title>
              <CopyCsv titles={figureTitles} rows={figureRows(ofKind)} />
            </Group>
            <Stack gap="sm">
              {ofKind.map((model) => (
                <ModelPaper key={model.id} model={model} />
              ))}
            </Stack>
          </section>
        );
      })}
    </Stack>
  );
}

const places: Record<NetworkPlace, string> = {
  project: 'in the project’s folder',
  program: 'read from Fundus Studio',
  missing: 'its file is neither in the project nor in this version of Fundus Studio',
};

function ModelPaper({ model }: { model: ListedModel }) {
  const card = readCard(model.card);
  return (
    <Paper withBorder p="md" component="article" aria-label={model.name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap="xs">
            <Title order={3} size="h5">
              {model.name}
            </Title>
            <Badge variant="light" color={model.runId === null ? 'grape' : 'blue'} tt="none" fw={500}>
              {model.runId === null ? 'shipped' : `trained here, run ${model.runId}`}
            </Badge>
            {model.place === 'missing' && (
              <Badge variant="light" color="red" tt="none" fw={500}>
                missing
              </Badge>
            )}
            {card.quantization && (
              <Badge variant="light" color="cyan" tt="none" fw={500}>
                {card.quantization.precision}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {formatDate(model.createdAt)} · SHA-256 {model.sha256.slice(0, 12)} · {places[model.place]}
          </Text>
        </div>
        <ModelActions model={model} isFloat={!card.quantization} />
      </Group>
      <CardFacts card={card} />
      <CardFigures card={card} />
    </Paper>
  );
}

function ModelActions({ model, isFloat }: { model: ModelInfo; isFloat: boolean }) {
  const use = useUseModel();
  const evaluate = useAction(
    () => startJob({ kind: 'evaluate-segmenter', options: { model: model.name, split: 'test' } }),
    { success: 'The evaluation is in the queue; its figures will be added here' },
  );
  return (
    <Group gap="xs" wrap="nowrap">
      {model.kind === 'segmenter' && (
        <Button size="xs" variant="default" loading={evaluate.isRunning} onClick={() => evaluate.run()}>
          Evaluate on the test split
        </Button>
      )}
      {isFloat && (
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => <Link {...props} to="/training" search={{ quantize: model.name }} />}
        >
          Quantise
        </Button>
      )}
      {model.isCurrent ? (
        <Group gap={6} wrap="nowrap">
          <CircleCheck size={18} aria-hidden color="var(--mantine-color-success)" />
          <Text size="sm">In use</Text>
        </Group>
      ) : (
        <Button size="xs" loading={use.isRunning} onClick={() => use.run(model)}>
          Use
        </Button>
      )}
    </Group>
  );
}

/** "7500 steps in 12 min on NVIDIA H100, PyTorch 2.11.0" */
function trainingPhrase({ steps, seconds, device }: NonNullable<ShownCard['training']>): string {
  const time = `${steps} steps in ${formatDuration(seconds)}`;
  return device === undefined ? time : `${time} on ${device}`;
}

function CardFacts({ card }: { card: ShownCard }) {
  const { architecture, training, canvas, threshold, quantization, licence, attribution } = card;
  const facts: [string, string][] = [];
  const data = dataPhrases(card);
  if (data.length > 0) facts.push(['Trained on', data.join('; ')]);
  if (architecture) {
    const { name, width, levels, weights } = architecture;
    facts.push([
      'Network',
      `${name}, width ${width}, ${levels} levels, ${weights.toLocaleString('en-GB')} weights`,
    ]);
  }
  if (quantization) {
    const { source, bytes, reduceRange } = quantization;
    facts.push([
      'Made from',
      `${source.name}: ${formatBytes(bytes.after)} instead of ${formatBytes(bytes.before)}`,
    ]);
    facts.push(['Filters', filterPhrase(reduceRange)]);
  }
  if (training) facts.push(['Training', trainingPhrase(training)]);
  if (training?.note !== undefined) facts.push(['Note', training.note]);
  if (canvas) facts.push(['Makes', `pictures of ${canvas.width} × ${canvas.height} pixels`]);
  if (threshold !== undefined) facts.push(['Threshold', formatFigure(threshold)]);
  if (licence !== undefined)
    facts.push(['Licence', licence ?? 'not stated: that of your photographs decides']);
  if (attribution.length > 0) facts.push(['Credit', attribution.join(' ')]);
  return (
    <Table withRowBorders={false} verticalSpacing={2} mt="xs">
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th fw={400} c="dimmed" w={110} style={{ verticalAlign: 'top' }}>
              {name}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CardFigures({ card }: { card: ShownCard }) {
  if (card.metrics.length === 0) return null;
  return (
    <Stack gap="xs" mt="sm">
      {card.metrics.map(({ on, conditions, values }) => (
        <div key={on + conditions}>
          <Text size="sm" fw={600}>
            On {on}
          </Text>
          <div className={classes.facts}>
            {Object.entries(values).map(([figure, value]) => (
              <div key={figure}>
                <Text size="xs" c="dimmed">
                  {figureName(figure)}
                </Text>
                <Text fw={600} className={classes.numbers}>
                  {formatFigure(value)}
                </Text>
              </div>
            ))}
          </div>
          <Text size="xs" c="dimmed">
            {conditions}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

/** What the project reads from the program, and the way to copy it in. */
function SelfContained() {
  const client = useQueryClient();
  const borrowed = useQuery(borrowedQuery).data;
  const copy = useAction(
    async () => {
      const added = await call('POST /models/self-contained');
      await client.invalidateQueries({ queryKey: ['models'] });
      return added;
    },
    {
      success: ({ files, bytes }) =>
        `Copied ${formatCount(files, 'file')} (${formatBytes(bytes)}) into the project’s folder`,
    },
  );
  if (!borrowed) return null;
  const { files, bytes, missing } = borrowed;
  if (files === 0) {
    if (missing.length > 0) return null;
    return (
      <Group gap={6} wrap="nowrap">
        <CircleCheck size={18} aria-hidden color="var(--mantine-color-success)" />
        <Text size="sm">Self-contained: all networks are in the project’s folder.</Text>
      </Group>
    );
  }
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed">
        {formatCount(files, 'file')} of these networks ({formatBytes(bytes)}) are read from Fundus Studio.
        Copy them in before you send the project’s folder to somebody.
      </Text>
      <Button
        size="xs"
        variant="default"
        leftSection={<PackagePlus size={16} aria-hidden />}
        loading={copy.isRunning}
        onClick={() => copy.run()}
      >
        Make self-contained (adds {formatBytes(bytes)})
      </Button>
    </Group>
  );
}
