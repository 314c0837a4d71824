import {
  ActionIcon,
  Button,
  ColorSwatch,
  Group,
  Popover,
  SegmentedControl,
  Stack,
  Switch,
  Title,
  Tooltip,
} from '@mantine/core';
import { SunMedium } from 'lucide-react';
import { cssColour, type MaskColour, maskColours } from '../../viewer/palette.ts';
import { KeyTooltip, LabelledSlider } from '../controls.tsx';
import type { EditorSettings } from '../settings.ts';
import { type Store, useStore } from '../store.ts';

/** How photograph and mask are shown. */
export function ViewPanel({ settings }: { settings: Store<EditorSettings> }) {
  const { arrangement, photograph } = useStore(settings);
  return (
    <Stack gap={8}>
      <Group justify="space-between">
        <Title order={2} size="sm">
          View
        </Title>
        <PhotographLight settings={settings} />
      </Group>
      <KeyTooltip label="Change the arrangement" keys="V" position="left">
        <SegmentedControl
          size="xs"
          aria-label="Arrangement"
          value={arrangement}
          onChange={(value) => settings.update({ arrangement: value })}
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
      {arrangement === 'overlay' && <OverlayOptions settings={settings} />}
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

const range = { min: 0.5, max: 3, step: 0.05 };

/** Brightness and contrast of the photograph. */
function PhotographLight({ settings }: { settings: Store<EditorSettings> }) {
  const { brightness, contrast } = useStore(settings);
  const isChanged = brightness !== 1 || contrast !== 1;
  return (
    <Popover width={240} position="left-start" withArrow trapFocus>
      <Popover.Target>
        <Tooltip label="Brightness and contrast">
          <ActionIcon
            size="sm"
            variant={isChanged ? 'light' : 'subtle'}
            color={isChanged ? 'teal' : 'gray'}
            aria-label="Brightness and contrast"
          >
            <SunMedium size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Brightness and contrast">
        <Stack gap="xs">
          <LabelledSlider
            {...range}
            name="Brightness"
            shown={`${Math.round(brightness * 100)} %`}
            value={brightness}
            onChange={(value) => settings.update({ brightness: value })}
          />
          <LabelledSlider
            {...range}
            name="Contrast"
            shown={`${Math.round(contrast * 100)} %`}
            value={contrast}
            onChange={(value) => settings.update({ contrast: value })}
          />
          <Button
            size="xs"
            variant="default"
            disabled={!isChanged}
            onClick={() => settings.update({ brightness: 1, contrast: 1 })}
          >
            As it was taken
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
