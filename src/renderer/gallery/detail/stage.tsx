import { Group, SegmentedControl, Slider, Text } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { SyntheticItem } from '../../../shared/api/synthetic.ts';
import { fileUrl } from '../../api/client.ts';
import { useShortcut } from '../../ui/shortcuts.ts';
import classes from './detail.module.css';
import type { Reference } from './lineage.ts';

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

interface Side {
  readonly url: string;
  readonly label: string;
}

type ComparisonMode = 'divided' | 'beside';

export interface ComparisonProps {
  readonly mode: ComparisonMode;
  readonly left: Side;
  readonly right: Side;
}

function Comparison({ mode, left, right }: ComparisonProps) {
  if (mode === 'divided') return <Divided left={left} right={right} />;
  return (
    <div className={classes.beside}>
      {[left, right].map(({ url, label }) => (
        <figure key={url} className={classes.half}>
          <img className={classes.layer} src={url} alt={label} decoding="async" draggable={false} />
          <figcaption className={classes.side} style={{ left: 8 }}>
            {label}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

/** Two pictures over each other, the left one as far as the divider. */
function Divided({ left, right }: Omit<ComparisonProps, 'mode'>) {
  const [share, setShare] = useState(0.5);
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    if (box) setShare(clamp((event.clientX - box.left) / box.width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -0.02, ArrowRight: 0.02, Home: -1, End: 1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    setShare((before) => clamp(before + move));
  };
  const percent = 100 * share;
  return (
    <>
      <img className={classes.layer} src={right.url} alt={right.label} decoding="async" draggable={false} />
      <img
        className={classes.layer}
        style={{ clipPath: `inset(0 ${100 - percent}% 0 0)` }}
        src={left.url}
        alt={left.label}
        draggable={false}
      />
      <span className={classes.side} style={{ left: 8 }}>
        {left.label}
      </span>
      <span className={classes.side} style={{ right: 8 }}>
        {right.label}
      </span>
      <div
        className={classes.divider}
        style={{ left: `${percent}%` }}
        role="slider"
        tabIndex={0}
        aria-label={`Between ${left.label} and ${right.label}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent)}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKeyDown}
      />
    </>
  );
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/**
 * A picture with its mask's vessels tinted over it; both fill the same box, letter-boxed alike.
 * @param mask address of a 1-bit PNG of the picture's shape, vessels white
 * @param opacity of the tint, 0..1
 */
function MaskOverlay({
  picture,
  mask,
  alt,
  opacity = 0.8,
  colour = 'var(--mask-tint)',
  isLazy = true,
}: {
  picture: string;
  mask: string | null;
  alt: string;
  opacity?: number;
  colour?: string;
  isLazy?: boolean;
}) {
  const tint: CSSProperties | undefined = mask
    ? { maskImage: `url("${mask}")`, background: colour, opacity }
    : undefined;
  return (
    <div className={classes.box}>
      <img
        className={classes.picture}
        src={picture}
        alt={alt}
        loading={isLazy ? 'lazy' : 'eager'}
        decoding="async"
        draggable={false}
      />
      {tint && <div className={classes.tint} style={tint} />}
    </div>
  );
}
