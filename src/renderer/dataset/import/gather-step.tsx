import { Button, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import type { UploadProgress } from './upload.ts';
import type { GatheredState } from './use-gathered.ts';

/** Until it is known what there is to import. */
export function GatherStep({
  state,
  onCancel,
}: {
  state: Exclude<GatheredState, { stage: 'ready' }>;
  onCancel: () => void;
}) {
  return (
    <Stack>
      {state.stage === 'failed' && <ErrorPanel error={state.error} />}
      {state.stage === 'uploading' && <Uploading progress={state.progress} />}
      {(state.stage === 'walking' || state.stage === 'reading') && (
        <Group gap="sm" py="md">
          <Loader size="sm" />
          <Text>{state.stage === 'walking' ? 'Looking through the folders' : 'Recognising the files'}…</Text>
        </Group>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {state.stage === 'failed' ? 'Close' : 'Cancel'}
        </Button>
      </Group>
    </Stack>
  );
}

function Uploading({ progress }: { progress: UploadProgress }) {
  const { files, totalFiles, bytes, totalBytes } = progress;
  return (
    <Stack gap={6} py="md">
      <Progress value={totalBytes > 0 ? (100 * bytes) / totalBytes : 0} animated aria-label="Upload" />
      <Text size="sm" c="dimmed">
        Handing over {formatCount(totalFiles, 'file')} · {files} done · {formatBytes(bytes)} of{' '}
        {formatBytes(totalBytes)}
      </Text>
    </Stack>
  );
}
