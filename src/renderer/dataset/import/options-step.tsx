import { Alert, Button, Group, Stack } from '@mantine/core';
import { Info } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../../ui/format.ts';
import { startJob } from '../../ui/jobs.ts';
import { useAction } from '../../ui/use-action.tsx';
import { ImportFormats } from './formats.tsx';
import type { Gathered } from './gather.ts';
import { asImportOptions, type ImportChoices, noChoices } from './import-choices.ts';
import { OptionsForm } from './options-form.tsx';
import { PreviewHeadline } from './preview-headline.tsx';
import { PreviewLists } from './preview-lists.tsx';
import { summarisePreview } from './preview-summary.ts';

/** What was recognised, and what shall hold for all of it; nothing is stored yet. */
export function OptionsStep({
  gathered,
  onStarted,
  onCancel,
}: {
  gathered: Gathered;
  onStarted: (jobId: number) => void;
  onCancel: () => void;
}) {
  const [choices, setChoices] = useState<ImportChoices>(noChoices);
  const start = useAction(startJob);
  const summary = summarisePreview(gathered.preview);
  const wanted = summary.images + summary.placedMasks;
  const onStart = async () => {
    const options = asImportOptions(gathered, choices);
    const job = await start.run({ kind: 'import', options });
    if (job) onStarted(job.id);
  };
  return (
    <Stack>
      {wanted > 0 ? (
        <PreviewHeadline summary={summary} />
      ) : (
        <Alert color="orange" icon={<Info size={18} aria-hidden />} title="There is nothing here to import">
          <ImportFormats />
        </Alert>
      )}
      <PreviewLists preview={gathered.preview} />
      {summary.images > 0 && <OptionsForm choices={choices} onChange={setChoices} summary={summary} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button disabled={wanted === 0} loading={start.isRunning} onClick={onStart} data-autofocus>
          {summary.images > 0
            ? `Import ${formatCount(summary.images, 'image')}`
            : `Add ${formatCount(summary.placedMasks, 'mask')}`}
        </Button>
      </Group>
    </Stack>
  );
}
