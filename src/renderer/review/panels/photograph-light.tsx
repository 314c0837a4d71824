import { ActionIcon, Button, Popover, Stack, Tooltip } from '@mantine/core';
import { SunMedium } from 'lucide-react';
import type { EditorSettings } from '../settings.ts';
import { type Store, useStore } from '../store.ts';
import { LabelledSlider } from './labelled-slider.tsx';

const range = { min: 0.5, max: 3, step: 0.05 };

/** Brightness and contrast of the photograph. */
export function PhotographLight({ settings }: { settings: Store<EditorSettings> }) {
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
