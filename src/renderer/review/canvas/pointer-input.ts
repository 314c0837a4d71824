import type { Point } from '../../viewer/raster.ts';
import type { Tool } from '../tools/tool-box.ts';
import type { Pane } from './pane.ts';
import type { EditorView } from './view.ts';

/** What the pointer acts through. */
export interface PointerTarget {
  readonly tool: Tool;
  /** Dragging moves the image. */
  readonly isHand: boolean;
  /** Where the pointer is in the image; null when it has left. */
  pointed(at: Point | null): void;
  /** A stroke is going on, or has ended. */
  drawing(isDrawing: boolean): void;
}

type Gesture = 'none' | 'draw' | 'pan' | 'pinch';

/** Zoom for one unit of a mouse wheel, and of a pinch on a touchpad, which comes as a wheel with Ctrl. */
const wheelRate = 0.0018;
const pinchRate = 0.012;
const lineHeight = 33;
/** A value of PointerEvent.button. */
const penEraser = 5;

/** Turns pointers and wheels over the panes into strokes, panning and zooming. */
export class PointerInput {
  readonly #view: EditorView;
  readonly #target: PointerTarget;
  readonly #abort = new AbortController();
  readonly #touches = new Map<number, Point>();
  #gesture: Gesture = 'none';
  #last: Point = { x: 0, y: 0 };
  #isSpaceDown = false;

  constructor(view: EditorView, target: PointerTarget) {
    this.#view = view;
    this.#target = target;
    for (const pane of view.panes) this.#listen(pane);
  }

  dispose(): void {
    this.#abort.abort();
  }

  /** While Space is held, dragging moves the image. */
  setSpace(isDown: boolean): void {
    this.#isSpaceDown = isDown;
    this.#showCursor();
  }

  /** To be called when the target has changed. */
  refresh(): void {
    this.#showCursor();
  }

  #listen(pane: Pane): void {
    const { input } = pane;
    const options = { signal: this.#abort.signal };
    input.addEventListener('pointerdown', (event) => this.#down(pane, event), options);
    input.addEventListener('pointermove', (event) => this.#move(pane, event), options);
    input.addEventListener('pointerup', (event) => this.#up(event), options);
    input.addEventListener('pointercancel', (event) => this.#cancelled(event), options);
    input.addEventListener('pointerleave', () => this.#left(), options);
    input.addEventListener('wheel', (event) => this.#wheel(pane, event), { ...options, passive: false });
    input.addEventListener('contextmenu', (event) => event.preventDefault(), options);
    // The middle button would begin to scroll.
    input.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), options);
  }

  #down(pane: Pane, event: PointerEvent): void {
    pane.input.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') this.#touches.set(event.pointerId, clientPoint(event));
    this.#last = clientPoint(event);
    if (this.#touches.size === 2) this.#begin('pinch');
    else if (this.#gesture !== 'none') return;
    else if (event.button === 1 || this.#isSpaceDown || (this.#target.isHand && event.button === 0))
      this.#begin('pan');
    else if ([0, 2, penEraser].includes(event.button)) this.#press(pane, event);
  }

  #press(pane: Pane, event: PointerEvent): void {
    this.#begin('draw');
    this.#target.tool.press(this.#pointOf(pane, event), {
      time: event.timeStamp,
      erases: event.button === 2 || event.button === penEraser,
      isStraight: event.shiftKey,
    });
  }

  #begin(gesture: Gesture): void {
    if (this.#gesture === 'draw') this.#target.tool.cancel();
    this.#gesture = gesture;
    this.#target.drawing(gesture === 'draw');
    this.#showCursor();
  }

  #move(pane: Pane, event: PointerEvent): void {
    const at = this.#pointOf(pane, event);
    if (this.#gesture !== 'pinch') this.#target.pointed(at);
    if (this.#gesture === 'pinch') this.#pinch(event);
    else if (this.#gesture === 'pan') this.#pan(event);
    else if (this.#gesture === 'none') this.#target.tool.hover(at);
    else {
      const events = event.getCoalescedEvents();
      const points = (events.length > 0 ? events : [event]).map((one) => this.#pointOf(pane, one));
      this.#target.tool.drag(points, event.timeStamp);
    }
  }

  #pan(event: PointerEvent): void {
    const ratio = this.#view.pixelRatio;
    const { x, y } = clientPoint(event);
    this.#view.panBy((x - this.#last.x) * ratio, (y - this.#last.y) * ratio);
    this.#last = { x, y };
  }

  #pinch(event: PointerEvent): void {
    const other = [...this.#touches].find(([id]) => id !== event.pointerId)?.[1];
    const before = this.#touches.get(event.pointerId);
    if (!other || !before) return;
    const now = clientPoint(event);
    this.#touches.set(event.pointerId, now);
    const ratio = this.#view.pixelRatio;
    const box = this.#view.panes[0].input.getBoundingClientRect();
    const factor = distance(now, other) / Math.max(1, distance(before, other));
    const middle = { x: ((now.x + other.x) / 2 - box.x) * ratio, y: ((now.y + other.y) / 2 - box.y) * ratio };
    this.#view.panBy(((now.x - before.x) / 2) * ratio, ((now.y - before.y) / 2) * ratio);
    this.#view.zoomTo(this.#view.transform.value.scale * factor, middle);
  }

  #up(event: PointerEvent): void {
    this.#touches.delete(event.pointerId);
    // Of several buttons the last one that is lifted ends the gesture.
    if (event.pointerType !== 'touch' && event.buttons !== 0) return;
    if (this.#gesture === 'draw') this.#target.tool.release();
    this.#end();
  }

  #cancelled(event: PointerEvent): void {
    this.#touches.delete(event.pointerId);
    if (this.#gesture === 'draw') this.#target.tool.cancel();
    this.#end();
  }

  #end(): void {
    this.#gesture = 'none';
    this.#target.drawing(false);
    this.#showCursor();
  }

  #left(): void {
    if (this.#gesture !== 'none') return;
    this.#target.pointed(null);
    this.#target.tool.hover(null);
  }

  #wheel(pane: Pane, event: WheelEvent): void {
    event.preventDefault();
    const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * lineHeight : event.deltaY;
    const factor = Math.exp(-delta * (event.ctrlKey ? pinchRate : wheelRate));
    const box = pane.input.getBoundingClientRect();
    const ratio = this.#view.pixelRatio;
    const at = { x: (event.clientX - box.x) * ratio, y: (event.clientY - box.y) * ratio };
    this.#view.zoomTo(this.#view.transform.value.scale * factor, at);
  }

  #pointOf(pane: Pane, event: MouseEvent): Point {
    const box = pane.input.getBoundingClientRect();
    return this.#view.pointOf({ offsetX: event.clientX - box.x, offsetY: event.clientY - box.y });
  }

  #showCursor(): void {
    const isHand = this.#target.isHand || this.#isSpaceDown;
    const cursor = this.#gesture === 'pan' ? 'grabbing' : isHand ? 'grab' : 'none';
    for (const { input } of this.#view.panes) input.dataset.cursor = cursor;
  }
}

const clientPoint = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });
const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
