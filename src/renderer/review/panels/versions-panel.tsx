import { ActionIcon, Group, Stack, Text, Tooltip } from '@mantine/core';
import { Diff, RotateCcw } from 'lucide-react';
import type { MaskVersion } from '../../../shared/api/images.ts';
import { formatDate } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.tsx';
import type { Editor } from '../editor.ts';
import classes from '../review.module.css';
import { getMask } from '../session/requests.ts';
import type { EditorSettings } from '../settings.ts';
import { type Store, useStore } from '../store.ts';
import { versionTitle } from './version-title.ts';

/** Every mask this image has had, newest first; each can be brought back, as an edit, and compared with. */
export function VersionsPanel({
  editor,
  settings,
  versions,
}: {
  editor: Editor;
  settings: Store<EditorSettings>;
  versions: readonly MaskVersion[];
}) {
  return (
    <Stack component="ul" gap={0} className={classes.versions} aria-label="Versions">
      {versions.toReversed().map((version) => (
        <Version key={version.id} editor={editor} settings={settings} version={version} />
      ))}
    </Stack>
  );
}

function Version({
  editor,
  settings,
  version,
}: {
  editor: Editor;
  settings: Store<EditorSettings>;
  version: MaskVersion;
}) {
  const referenceId = useStore(editor.session.state, (state) => state.referenceId);
  const { document } = editor.session;
  const title = versionTitle(version);
  const restore = useAction(async () => {
    const mask = await getMask(version.id, document.mask);
    editor.replace(mask, `restore version ${version.version}`);
  });
  const compare = useAction(async () => {
    editor.session.setReference(version.id, await getMask(version.id, document.mask));
    settings.update({ isDifferenceShown: true });
  });
  return (
    <li className={classes.version}>
      <div className={classes.versionText}>
        <Text size="sm" truncate title={title}>
          {title}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          Version {version.version} · {formatDate(version.createdAt)}
        </Text>
      </div>
      <Group gap={2} wrap="nowrap">
        <Action
          label={`Compare with version ${version.version}`}
          icon={Diff}
          action={compare}
          isPressed={referenceId === version.id}
        />
        <Action label={`Restore version ${version.version}`} icon={RotateCcw} action={restore} />
      </Group>
    </li>
  );
}

function Action({
  label,
  icon: Icon,
  action,
  isPressed,
}: {
  label: string;
  icon: typeof Diff;
  action: { run: () => Promise<unknown>; isRunning: boolean };
  isPressed?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="sm"
        variant={isPressed ? 'light' : 'subtle'}
        color={isPressed ? 'teal' : 'gray'}
        aria-label={label}
        {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
        loading={action.isRunning}
        onClick={() => action.run()}
      >
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
