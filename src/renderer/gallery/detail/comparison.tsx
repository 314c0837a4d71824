import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import classes from './detail.module.css';

interface Side {
  readonly url: string;
  readonly label: string;
}

export type ComparisonMode = 'divided' | 'beside';

export interface ComparisonProps {
  readonly mode: ComparisonMode;
  readonly left: Side;
  readonly right: Side;
}

export function Comparison({ mode, left, right }: ComparisonProps) {
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
