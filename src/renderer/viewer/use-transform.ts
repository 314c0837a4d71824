import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { fitTransform, keepInView, type Size, type Transform, zoomTo } from './transform.ts';

export interface Viewport {
  readonly transform: Transform;
  readonly zoomBy: (factor: number) => void;
  /** Between the whole image and one pixel of the image on one of the screen. */
  readonly toggleFit: () => void;
  readonly pan: (x: number, y: number) => void;
  /** The handlers of the element that takes the pointer. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onDoubleClick: () => void;
  };
}

/** What zooming by the wheel does for each pixel that it turns. */
const wheelRate = 0.0015;

/**
 * Zooms and pans an image in an element, by wheel, drag and keys; fitted until the user does. Sizes are in pixels of
 * the canvas, which has `ratio` of them for one of the page.
 */
export function useTransform(
  element: RefObject<HTMLElement | null>,
  image: Size,
  canvas: Size,
  ratio: number,
): Viewport {
  const [chosen, setChosen] = useState<Transform | null>(null);
  const transform = chosen ? keepInView(chosen, image, canvas) : fitTransform(image, canvas);
  const centre = { x: canvas.width / 2, y: canvas.height / 2 };
  const zoom = (scale: number, at = centre) => setChosen(zoomTo(transform, scale, at, image, canvas));
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const box = element.current?.getBoundingClientRect();
    if (!box) return;
    const at = { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
    zoom(transform.scale * Math.exp(-event.deltaY * wheelRate), at);
  });
  useEffect(() => {
    const target = element.current;
    const listener = (event: WheelEvent) => onWheel(event);
    target?.addEventListener('wheel', listener, { passive: false });
    return () => target?.removeEventListener('wheel', listener);
  }, [element]);
  const pan = (x: number, y: number) =>
    setChosen(keepInView({ ...transform, x: transform.x + x, y: transform.y + y }, image, canvas));
  const toggleFit = () => (chosen ? setChosen(null) : zoom(ratio));
  return {
    transform,
    zoomBy: (factor) => zoom(transform.scale * factor),
    toggleFit,
    pan,
    handlers: {
      onPointerDown: (event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          pan(Math.round(event.movementX * ratio), Math.round(event.movementY * ratio));
      },
      onDoubleClick: toggleFit,
    },
  };
}
