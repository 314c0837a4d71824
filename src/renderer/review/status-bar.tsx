import { ActionIcon, Group, Text } from '@mantine/core';
import { Maximize, Minus, Plus } from 'lucide-react';
import type { Editor } from './editor.ts';
import { KeyTooltip } from './key-tooltip.tsx';
import classes from './review.module.css';
import { SaveIndicator } from './save-indicator.tsx';
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
