import type { CSSProperties } from 'react';
import classes from './mask-overlay.module.css';

/**
 * A picture with its mask's vessels tinted over it; both fill the same box, letter-boxed alike.
 * @param mask address of a 1-bit PNG of the picture's shape, vessels white
 * @param opacity of the tint, 0..1
 */
export function MaskOverlay({
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
