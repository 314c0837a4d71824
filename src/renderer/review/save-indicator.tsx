import { Button, Group, Loader, Text } from '@mantine/core';
import { Check, CircleAlert, CloudOff } from 'lucide-react';
import { confirm } from '../ui/confirm.tsx';
import { describeError } from '../ui/describe-error.ts';
import { formatCount } from '../ui/format.ts';
import { reviewQueue } from './session/review-queue.ts';
import { useStore } from './store.ts';

/** Whether the service has everything that was done. */
export function SaveIndicator({ readAgain }: { readAgain: () => void }) {
  const { unsent, isRetrying, error } = useStore(reviewQueue.state);
  return (
    <Group gap={6} wrap="nowrap" role="status" aria-label="Saving" data-testid="save-state">
      {error ? (
        <Refused error={error} unsent={unsent} readAgain={readAgain} />
      ) : isRetrying ? (
        <>
          <CloudOff size={14} aria-hidden />
          <Text size="xs">
            {formatCount(unsent, 'change')} not saved yet: the application does not answer
          </Text>
        </>
      ) : unsent > 0 ? (
        <>
          <Loader size={12} aria-hidden />
          <Text size="xs">Saving</Text>
        </>
      ) : (
        <>
          <Check size={14} aria-hidden />
          <Text size="xs">Saved</Text>
        </>
      )}
    </Group>
  );
}

function Refused({ error, unsent, readAgain }: { error: unknown; unsent: number; readAgain: () => void }) {
  const { message, hint } = describeError(error);
  const giveUp = async () => {
    const isSure = await confirm({
      title: 'Give up what is not saved?',
      message: `${formatCount(unsent, 'change')} will be lost; the mask is read again as it was saved last.`,
      confirmLabel: 'Give up and read again',
      isDangerous: true,
    });
    if (!isSure) return;
    reviewQueue.clear();
    readAgain();
  };
  return (
    <>
      <CircleAlert size={14} aria-hidden color="var(--mantine-color-error)" />
      <Text size="xs" c="var(--mantine-color-error)" truncate maw={320} title={hint}>
        {formatCount(unsent, 'change')} not saved: {message}
      </Text>
      <Button size="compact-xs" variant="default" onClick={() => reviewQueue.retry()}>
        Try again
      </Button>
      <Button size="compact-xs" variant="default" onClick={giveUp}>
        Give up
      </Button>
    </>
  );
}
