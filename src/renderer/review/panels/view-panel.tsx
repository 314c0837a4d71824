import {
  ActionIcon,
  ColorSwatch,
  Group,
  SegmentedControl,
  Stack,
  Switch,
  Title,
  Tooltip,
} from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { cssColour, type MaskColour, maskColours } from '../canvas/palette.ts';
import { KeyTooltip } from '../key-tooltip.tsx';
import type { EditorSettings } from '../settings.ts';
import { type Store, useStore } from '../store.ts';
import { LabelledSlider } from './labelled-slider.tsx';

/** How photograph and mask are shown. */
export function ViewPanel({ settings }: { settings: Store<EditorSettings> }) {
  const { layout, opacity, isMaskShown, photograph } = useStore(settings);
  const isOverlay = layout === 'overlay';
  return (
    <Stack gap="xs">
      <Title order={2} size="sm">
        View
      </Title>
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
      {isOverlay && (
        <>
          <KeyTooltip label="Show or hide the mask" keys="M" position="left">
            <Switch
              size="xs"
              label="Mask"
              checked={isMaskShown}
              onChange={({ currentTarget }) => settings.update({ isMaskShown: currentTarget.checked })}
            />
          </KeyTooltip>
          <LabelledSlider
            name="Opacity"
            shown={`${Math.round(opacity * 100)} %`}
            min={0.05}
            max={1}
            step={0.05}
            value={opacity}
            onChange={(value) => settings.update({ opacity: value })}
          />
          <ColourChoice settings={settings} />
        </>
      )}
      <PhotographLight settings={settings} />
    </Stack>
  );
}

function ColourChoice({ settings }: { settings: Store<EditorSettings> }) {
  const { colour } = useStore(settings);
  return (
    <Group gap={6} role="radiogroup" aria-label="Colour of the mask">
      {Object.entries(maskColours).map(([name, value]) => (
        <Tooltip key={name} label={name}>
          <ColorSwatch
            component="button"
            type="button"
            role="radio"
            aria-checked={name === colour}
            aria-label={name}
            size={20}
            color={cssColour(value)}
            withShadow
            style={{
              cursor: 'pointer',
              outline: name === colour ? '2px solid var(--mantine-primary-color-filled)' : undefined,
              outlineOffset: 2,
            }}
            onClick={() => settings.update({ colour: name as MaskColour })}
          />
        </Tooltip>
      ))}
    </Group>
  );
}

function PhotographLight({ settings }: { settings: Store<EditorSettings> }) {
  const { brightness, contrast } = useStore(settings);
  const slider = { min: 0.5, max: 3, step: 0.05 };
  return (
    <>
      <LabelledSlider
        {...slider}
        name="Brightness"
        shown={`${Math.round(brightness * 100)} %`}
        value={brightness}
        onChange={(value) => settings.update({ brightness: value })}
      />
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <div style={{ flex: 1 }}>
          <LabelledSlider
            {...slider}
            name="Contrast"
            shown={`${Math.round(contrast * 100)} %`}
            value={contrast}
            onChange={(value) => settings.update({ contrast: value })}
          />
        </div>
        <Tooltip label="The photograph as it is">
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label="Reset brightness and contrast"
            onClick={() => settings.update({ brightness: 1, contrast: 1 })}
          >
            <RotateCcw size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </>
  );
}
