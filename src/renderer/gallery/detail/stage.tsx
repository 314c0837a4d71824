import { Group, SegmentedControl, Slider, Text } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticItem } from '../../../shared/api/synthetic.ts';
import { fileUrl } from '../../api/client.ts';
import { MaskOverlay } from '../../ui/mask-overlay.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { Comparison, type ComparisonMode } from './comparison.tsx';
import classes from './detail.module.css';
import type { Reference } from './references.ts';

export interface StageProps {
  readonly item: SyntheticItem;
  /** The label's file; null until it is known. */
  readonly mask: string | null;
  /** What to compare with. */
  readonly reference: Reference | undefined;
}

/** The image large, alone with its label over it, or beside what it is compared with. */
export function Stage({ item, mask, reference }: StageProps) {
  const [opacity, setOpacity] = useState(0);
  const [shownOpacity, setShownOpacity] = useState(0.6);
  const [mode, setMode] = useState<ComparisonMode>('divided');
  const show = (value: number) => {
    setOpacity(value);
    if (value > 0) setShownOpacity(value);
  };
  useShortcut('O', () => show(opacity > 0 ? 0 : shownOpacity), 'Show or hide the label over the image');
  const url = fileUrl(item.sha256, 'png');
  return (
    <div className={classes.stageArea}>
      <div className={classes.stage}>
        {reference ? (
          <Comparison
            mode={mode}
            left={{ url, label: 'Synthetic' }}
            right={{ url: reference.url, label: reference.label }}
          />
        ) : (
          <MaskOverlay
            picture={url}
            mask={mask && opacity > 0 ? fileUrl(mask, 'png') : null}
            opacity={opacity}
            alt={`${item.name}, large`}
            isLazy={false}
          />
        )}
      </div>
      <div className={classes.stageTools}>
        {reference ? (
          <>
            <SegmentedControl
              size="xs"
              aria-label="How to compare"
              value={mode}
              onChange={(value) => setMode(value as ComparisonMode)}
              data={[
                { value: 'divided', label: 'Divided' },
                { value: 'beside', label: 'Side by side' },
              ]}
            />
            <Text size="sm" c="dimmed">
              {reference.meaning}
            </Text>
          </>
        ) : (
          <Group gap="sm" wrap="nowrap">
            <Text size="sm">Label over the image</Text>
            <Slider
              w={200}
              size="sm"
              thumbLabel="Opacity of the label"
              min={0}
              max={1}
              step={0.05}
              value={opacity}
              onChange={show}
              label={(value) => `${Math.round(100 * value)} %`}
            />
          </Group>
        )}
        <Text size="xs" c="dimmed" ml="auto">
          {item.width} × {item.height} pixels
        </Text>
      </div>
    </div>
  );
}
