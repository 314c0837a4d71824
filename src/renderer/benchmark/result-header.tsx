import { ActionIcon, Button, Group, Menu, Stack, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { FileDown, GitCompareArrows, Pencil, Trash2 } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import {
  type BenchmarkInfo,
  type BenchmarkReport,
  renameBenchmarkSchema,
} from '../../shared/api/benchmark.ts';
import { benchmarkCsv, benchmarkMarkdown } from '../../shared/benchmark-text.ts';
import { call } from '../api/client.ts';
import { confirm } from '../ui/confirm.tsx';
import { CopyTextButton } from '../ui/copy.tsx';
import { formatDate } from '../ui/format.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import { useAction } from '../ui/use-action.tsx';
import { ImportedBadge } from './benchmark-list.tsx';
import { saveReport } from './report-files.ts';
import type { View } from './use-view.ts';

export interface ResultHeaderProps {
  readonly info: BenchmarkInfo;
  readonly report: BenchmarkReport | undefined;
  readonly results: readonly BenchmarkInfo[];
  readonly view: View;
}

/** A result's name, and what can be done with it. */
export function ResultHeader({ info, report, results, view }: ResultHeaderProps) {
  const remove = useAction((id: string) => call('DELETE /benchmarks/:id', { params: { id } }));
  const askAndRemove = async () => {
    const isSure = await confirm({
      title: `Delete “${info.name}”?`,
      message: 'Its figures are lost. Export it as JSON first if they may be wanted again.',
      confirmLabel: 'Delete',
      isDangerous: true,
    });
    if (isSure) await remove.run(info.id);
  };
  useShortcut('F2', () => askForName(info), 'Rename the result', { group: 'Benchmark' });
  useShortcut('Delete', () => void askAndRemove(), 'Delete the result', { group: 'Benchmark' });
  return (
    <Stack gap="sm">
      <div>
        <Group gap="xs" wrap="nowrap">
          <Title order={2} size="h4" lineClamp={2}>
            {info.name}
          </Title>
          {info.isImported && <ImportedBadge />}
          <Tooltip label="Rename">
            <ActionIcon variant="subtle" color="gray" aria-label="Rename" onClick={() => askForName(info)}>
              <Pencil size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
        <Text size="sm" c="dimmed">
          {formatDate(info.createdAt)} · {info.cpu}
          {report && ` · Fundus Studio ${report.softwareVersion}`}
        </Text>
      </div>
      <Group gap="xs">
        <CompareMenu info={info} results={results} view={view} />
        {report && <CopyButtons report={report} />}
        <Button
          size="xs"
          variant="default"
          leftSection={<FileDown size={14} aria-hidden />}
          disabled={!report}
          onClick={() => report && saveReport(report, info.name)}
        >
          Export as JSON
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<Trash2 size={14} aria-hidden />}
          onClick={() => void askAndRemove()}
        >
          Delete
        </Button>
      </Group>
    </Stack>
  );
}

function CompareMenu({ info, results, view }: Pick<ResultHeaderProps, 'info' | 'results' | 'view'>) {
  const others = results.filter(({ id }) => id !== info.id);
  return (
    <Menu position="bottom-end" disabled={others.length === 0}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<GitCompareArrows size={14} aria-hidden />}
          disabled={others.length === 0}
        >
          Compare with…
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {others.map((other) => (
          <Menu.Item key={other.id} onClick={() => view.compare([other.id, info.id])}>
            {other.name}
            <Text size="xs" c="dimmed">
              {other.cpu}, {formatDate(other.createdAt)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function CopyButtons({ report }: { report: BenchmarkReport }) {
  return (
    <>
      <CopyTextButton label="CSV" text={() => benchmarkCsv(report)} />
      <CopyTextButton label="Markdown" text={() => benchmarkMarkdown(report)} />
    </>
  );
}

const modalId = 'rename-benchmark';

function askForName(info: BenchmarkInfo): void {
  modals.open({ modalId, title: 'Rename the result', children: <RenameForm info={info} /> });
}

function RenameForm({ info }: { info: BenchmarkInfo }) {
  const [name, setName] = useState(info.name);
  const rename = useAction((body: { name: string }) =>
    call('PATCH /benchmarks/:id', { params: { id: info.id }, body }),
  );
  const valid = renameBenchmarkSchema.safeParse({ name });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (valid.success && (await rename.run(valid.data))) modals.close(modalId);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          data-autofocus
          value={name}
          error={!valid.success && 'From 1 to 80 characters'}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => modals.close(modalId)}>
            Cancel
          </Button>
          <Button type="submit" disabled={!valid.success} loading={rename.isRunning}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
