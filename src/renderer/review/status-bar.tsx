import { ActionIcon, Button, Group, Loader, Text } from '@mantine/core';
import { Check, CircleAlert, CloudOff, Maximize, Minus, Plus } from 'lucide-react';
import { confirm } from '../ui/confirm.tsx';
import { describeError } from '../ui/errors.ts';
import { formatCount } from '../ui/format.ts';
import { KeyTooltip } from './controls.tsx';
import type { Editor } from './editor.ts';
import classes from './review.module.css';
import { reviewQueue } from './session/send-queue.ts';
import { useStore } from './store.ts';

/** Zoom, what is under the pointer, and whether everything is saved. */
export function StatusBar({ editor, readAgain }: { editor: Editor; readAgain: () => void }) {
  const { scale } = useStore(editor.view.transform);
  const percent = (scale / editor.view.pixelRatio) * 100;
  return (
    <footer className={classes.status}>
      <Group gap={2} wrap="nowrap">
        <Zoom label="Zoom out" keys="-" icon={Minus} run={() => editor.zoomBy(1 / 1.5)} />
        <Text size="xs" w={56} ta="center" data-testid="zoom">
          {percent < 10 ? percent.toFixed(1) : Math.round(percent)} %
        </Text>
        <Zoom label="Zoom in" keys="+" icon={Plus} run={() => editor.zoomBy(1.5)} />
        <Zoom label="Fit the whole image" keys="0" icon={Maximize} run={() => editor.view.fit()} />
      </Group>
      <PointerFacts editor={editor} />
      <SaveIndicator readAgain={readAgain} />
    </footer>
  );
}

function Zoom({
  label,
  keys,
  icon: Icon,
  run,
}: {
  label: string;
  keys: string;
  icon: typeof Plus;
  run: () => void;
}) {
  return (
    <KeyTooltip label={label} keys={keys} position="top">
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} onClick={run}>
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </KeyTooltip>
  );
}

function PointerFacts({ editor }: { editor: Editor }) {
  const { pointer, hasKeyboardCursor } = useStore(editor.state);
  const { width, height, data } = editor.session.document.mask;
  const [x, y] = pointer ? [Math.floor(pointer.x), Math.floor(pointer.y)] : [-1, -1];
  const isInside = x >= 0 && y >= 0 && x < width && y < height;
  const i = y * width + x;
  const probability = editor.session.probability;
  return (
    <Text size="xs" c="dimmed" className={classes.pointer}>
      {hasKeyboardCursor && 'Keyboard cursor · '}
      {isInside
        ? [
            `${x}, ${y}`,
            data[i] === 1 ? 'vessel' : 'background',
            ...(probability ? [`probability ${(probability.data[i]! / 255).toFixed(2)}`] : []),
          ].join(' · ')
        : `${width} × ${height} pixels`}
    </Text>
  );
}

/** Whether the service has everything that was done. */
function SaveIndicator({ readAgain }: { readAgain: () => void }) {
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
