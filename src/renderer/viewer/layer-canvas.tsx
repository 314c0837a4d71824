import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import type { Size, Transform } from './transform.ts';

const overAll: CSSProperties = {
  position: 'absolute',
  inset: 0,
  width: '100%',
  height: '100%',
  pointerEvents: 'none',
};

/** A canvas over the whole viewer; `draw` finds it empty. */
export function LayerCanvas({
  size,
  transform,
  draw,
  opacity = 1,
}: {
  /** Pixels of the canvas. */
  size: Size;
  transform: Transform;
  draw: (context: CanvasRenderingContext2D, transform: Transform) => void;
  opacity?: number;
}) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { width, height } = size;
  useLayoutEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context || !ref.current) return;
    if (ref.current.width !== width || ref.current.height !== height)
      Object.assign(ref.current, { width, height });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(context, transform);
  });
  return <canvas ref={ref} style={{ ...overAll, opacity }} aria-hidden />;
}
