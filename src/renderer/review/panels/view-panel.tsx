import { ColorSwatch, Group, SegmentedControl, Stack, Switch, Title, Tooltip } from '@mantine/core';
import { cssColour, type MaskColour, maskColours } from '../../viewer/palette.ts';
import { KeyTooltip } from '../key-tooltip.tsx';
import type { EditorSettings } from '../settings.ts';
import { type Store, useStore } from '../store.ts';
import { LabelledSlider } from './labelled-slider.tsx';
import { PhotographLight } from './photograph-light.tsx';

/** How photograph and mask are shown. */
export function ViewPanel({ settings }: { settings: Store<EditorSettings> }) {
  const { layout, photograph } = useStore(settings);
  return (
    <Stack gap={8}>
      <Group justify="space-between">
        <Title order={2} size="sm">
          View
        </Title>
        <PhotographLight settings={settings} />
      </Group>
      <KeyTooltip label="Change the layout" keys="V" position="left">
        <SegmentedControl
          size="xs"
          aria-label="Layout"
          value={layout}
          onChange={(value) => settings.update({ layout: value })}
          data={[
            { value: 'overlay', label: 'Overlaid' },
            { value: 'side-by-side', label: 'Side by side' },
          ]}
        />
      </KeyTooltip>
      <KeyTooltip label="Red-free: the green light alone" keys="G" position="left">
        <SegmentedControl
          size="xs"
          aria-label="Photograph"
          value={photograph}
          onChange={(value) => settings.update({ photograph: value })}
          data={[
            { value: 'colour', label: 'Colour' },
            { value: 'red-free', label: 'Red-free' },
          ]}
        />
      </KeyTooltip>
      {layout === 'overlay' && <OverlayOptions settings={settings} />}
    </Stack>
  );
}

function OverlayOptions({ settings }: { settings: Store<EditorSettings> }) {
  const { opacity, isMaskShown } = useStore(settings);
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <KeyTooltip label="Show or hide the mask" keys="M" position="left">
          <Switch
            size="xs"
            label="Mask"
            checked={isMaskShown}
            onChange={({ currentTarget }) => settings.update({ isMaskShown: currentTarget.checked })}
          />
        </KeyTooltip>
        <ColourChoice settings={settings} />
      </Group>
      <LabelledSlider
        name="Opacity"
        shown={`${Math.round(opacity * 100)} %`}
        min={0.05}
        max={1}
        step={0.05}
        value={opacity}
        onChange={(value) => settings.update({ opacity: value })}
      />
    </>
  );
}

function ColourChoice({ settings }: { settings: Store<EditorSettings> }) {
  const colour = useStore(settings, (state) => state.colour);
  return (
    <Group gap={7} wrap="nowrap" role="group" aria-label="Colour of the mask">
      {Object.entries(maskColours).map(([name, value]) => (
        <Tooltip key={name} label={name}>
          <ColorSwatch
            component="button"
            type="button"
            aria-pressed={name === colour}
            aria-label={name}
            size={18}
            color={cssColour(value)}
            withShadow
            style={{
              cursor: 'pointer',
              outline: name === colour ? '2px solid var(--mantine-color-text)' : undefined,
              outlineOffset: 1,
            }}
            onClick={() => settings.update({ colour: name as MaskColour })}
          />
        </Tooltip>
      ))}
    </Group>
  );
}
