import { Group, Stack, Switch, Text, Title } from '@mantine/core';
import type { MaskVersion } from '../../../shared/api/images.ts';
import { type Colour, colours, cssColour } from '../../viewer/palette.ts';
import type { Editor } from '../editor.ts';
import { KeyTooltip } from '../key-tooltip.tsx';
import { diceOf } from '../mask/difference.ts';
import classes from '../review.module.css';
import type { EditorSettings } from '../settings.ts';
import { type Store, useStore } from '../store.ts';
import { versionTitle } from './version-title.ts';

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
