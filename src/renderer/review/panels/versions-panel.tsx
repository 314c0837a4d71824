import { ActionIcon, Group, Stack, Switch, Text, Title, Tooltip } from '@mantine/core';
import { Diff, RotateCcw } from 'lucide-react';
import type { MaskVersion } from '../../../shared/api/images.ts';
import { formatDate } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.tsx';
import { type Colour, colours, cssColour } from '../../viewer/palette.ts';
import { KeyTooltip } from '../controls.tsx';
import type { Editor } from '../editor.ts';
import { diceOf } from '../mask/difference.ts';
import classes from '../review.module.css';
import { getMask } from '../session/requests.ts';
import type { EditorSettings } from '../settings.ts';
import { type Store, useStore } from '../store.ts';

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

const counts = new Intl.NumberFormat('en-GB');

/** Where the mask and another one, as a rule the annotation, agree; inside the field of view. */
export function DifferencePanel({
  editor,
  settings,
  versions,
}: {
  editor: Editor;
  settings: Store<EditorSettings>;
  versions: readonly MaskVersion[];
}) {
  const isDifferenceShown = useStore(settings, (state) => state.isDifferenceShown);
  const { difference, referenceId } = useStore(editor.session.state);
  const reference = versions.find(({ id }) => id === referenceId);
  if (!difference || !reference) {
    return (
      <Stack gap="xs">
        <Title order={2} size="sm">
          Difference
        </Title>
        <Text size="xs" c="dimmed">
          There is no annotation to compare with. Any version can be: choose one under Versions.
        </Text>
      </Stack>
    );
  }
  const name = versionTitle(reference);
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="sm">
          Difference
        </Title>
        <KeyTooltip label="Show the difference" keys="D" position="left">
          <Switch
            size="xs"
            aria-label="Show the difference"
            checked={isDifferenceShown}
            onChange={({ currentTarget }) => settings.update({ isDifferenceShown: currentTarget.checked })}
          />
        </KeyTooltip>
      </Group>
      <Text size="xs" c="dimmed">
        to version {reference.version}, {name.charAt(0).toLowerCase() + name.slice(1)}; pixels in the field of
        view
      </Text>
      <dl className={classes.counts}>
        <Count colour={colours.agreed} name="both" value={difference.agreed} />
        <Count colour={colours.onlyMask} name="this mask only" value={difference.onlyMask} />
        <Count
          colour={colours.onlyAnnotation}
          name={reference.origin === 'annotated' ? 'annotation only' : 'other only'}
          value={difference.onlyAnnotation}
        />
        <dt>Dice</dt>
        <dd data-testid="dice">{diceOf(difference).toFixed(4)}</dd>
      </dl>
    </Stack>
  );
}

function Count({ colour, name, value }: { colour: Colour; name: string; value: number }) {
  return (
    <>
      <dt>
        <span className={classes.swatch} style={{ background: cssColour(colour) }} aria-hidden />
        {name}
      </dt>
      <dd>{counts.format(value)}</dd>
    </>
  );
}

/** "Extracted by hrf-unet" */
function versionTitle({ origin, model, observer }: MaskVersion): string {
  if (origin === 'annotated') return observer ? `Annotation of ${observer}` : 'Annotation';
  if (origin === 'predicted') return model ? `Extracted by ${model}` : 'Extracted';
  return 'Edited';
}
