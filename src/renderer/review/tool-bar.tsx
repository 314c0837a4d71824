import { ActionIcon, Divider } from '@mantine/core';
import {
  Brush,
  CircleDashed,
  Donut,
  Eraser,
  Hand,
  type LucideIcon,
  Redo2,
  SlidersHorizontal,
  Spline,
  Undo2,
} from 'lucide-react';
import { KeyTooltip } from './controls.tsx';
import type { Editor } from './editor.ts';
import classes from './review.module.css';
import type { EditorSettings, ToolName } from './settings.ts';
import { type Store, useStore } from './store.ts';

export const toolFacts: Record<ToolName, { label: string; keys: string; icon: LucideIcon; help: string }> = {
  brush: {
    label: 'Brush',
    keys: 'B',
    icon: Brush,
    help: 'Draw vessel. The right button erases; Shift draws straight from the last stroke.',
  },
  eraser: { label: 'Eraser', keys: 'E', icon: Eraser, help: 'Take vessel away. Shift erases straight.' },
  line: {
    label: 'Line along a vessel',
    keys: 'L',
    icon: Spline,
    help: 'Click along a vessel: the line follows it from click to click. Esc ends it.',
  },
  holes: {
    label: 'Fill holes',
    keys: 'F',
    icon: Donut,
    help: 'Gaps inside vessels up to this size, shown in yellow, become vessel.',
  },
  specks: {
    label: 'Remove specks',
    keys: 'S',
    icon: CircleDashed,
    help: 'Separate pieces up to this size, shown in magenta, are taken away.',
  },
  threshold: {
    label: 'Threshold',
    keys: 'T',
    icon: SlidersHorizontal,
    help: 'Replace the mask by all pixels whose predicted probability reaches the threshold.',
  },
  hand: { label: 'Move the image', keys: 'H', icon: Hand, help: 'Drag to move. With any tool: hold Space.' },
};

/** The tools, and undo and redo. */
export function ToolBar({ editor, settings }: { editor: Editor; settings: Store<EditorSettings> }) {
  const tool = useStore(settings, (state) => state.tool);
  const cursor = useStore(editor.session.state, (state) => state.cursor);
  const count = useStore(editor.session.state, ({ edits }) => edits.length);
  return (
    <div className={classes.tools} role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {Object.entries(toolFacts).map(([name, { label, keys, icon: Icon }]) => (
        <KeyTooltip key={name} label={label} keys={keys} position="right">
          <ActionIcon
            size={36}
            variant={name === tool ? 'filled' : 'subtle'}
            color={name === tool ? 'teal' : 'gray'}
            aria-label={label}
            aria-pressed={name === tool}
            onClick={() => settings.update({ tool: name as ToolName })}
          >
            <Icon size={19} aria-hidden />
          </ActionIcon>
        </KeyTooltip>
      ))}
      <Divider my={4} />
      <Step label="Undo" keys="mod+Z" icon={Undo2} isDisabled={cursor === 0} run={() => editor.undo()} />
      <Step
        label="Redo"
        keys="mod+shift+Z"
        icon={Redo2}
        isDisabled={cursor === count}
        run={() => editor.redo()}
      />
    </div>
  );
}

function Step({
  label,
  keys,
  icon: Icon,
  isDisabled,
  run,
}: {
  label: string;
  keys: string;
  icon: LucideIcon;
  isDisabled: boolean;
  run: () => void;
}) {
  return (
    <KeyTooltip label={label} keys={keys} position="right">
      <ActionIcon
        size={36}
        variant="subtle"
        color="gray"
        aria-label={label}
        data-disabled={isDisabled}
        aria-disabled={isDisabled}
        onClick={() => !isDisabled && run()}
      >
        <Icon size={19} aria-hidden />
      </ActionIcon>
    </KeyTooltip>
  );
}
