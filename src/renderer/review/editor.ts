import type { Point, Raster, Rectangle } from '../viewer/raster.ts';
import type { Photograph } from './canvas/photograph.ts';
import { PointerInput, type PointerTarget } from './canvas/pointer-input.ts';
import { EditorView, strokeMeasure } from './canvas/view.ts';
import { Display } from './display.ts';
import type { EditSession } from './session/edit-session.ts';
import type { EditorSettings } from './settings.ts';
import { Store } from './store.ts';
import { KeyboardCursor } from './tools/keyboard-cursor.ts';
import { noTool, type Tool, ToolBox } from './tools/tool-box.ts';
import { type CleanPreview, CleanTool, ThresholdTool } from './tools/whole-mask-tools.ts';

export interface EditorState {
  /** Where the pointer is in the image. */
  readonly pointer: Point | null;
  /** What the tool for holes or specks would change. */
  readonly cleaning: CleanPreview | null;
  /** The threshold tool's probability, 0..1. */
  readonly threshold: number;
  readonly hasKeyboardCursor: boolean;
}

/** How often the difference is counted while a change goes on, in milliseconds. */
const differencePeriod = 250;

/** One image being edited: its session and the view of it, with the tool in hand. */
export class Editor implements PointerTarget {
  readonly view: EditorView;
  readonly session: EditSession;
  readonly state: Store<EditorState>;
  readonly input: PointerInput;
  readonly threshold: ThresholdTool | null;
  /** The segmenter's own, 0..1. */
  readonly usualThreshold: number;
  readonly #settings: Store<EditorSettings>;
  readonly #photo: Photograph;
  readonly #display: Display;
  readonly #tools: ToolBox;
  readonly #ends: (() => void)[];
  #tool: Tool = noTool;
  #cleaning: CleanTool | null = null;
  #cursor: KeyboardCursor | null = null;
  #shown: EditorSettings | null = null;
  #shownEdits = '';
  #shownReference: number | null = null;
  #countedAt = 0;
  #isDrawing = false;

  constructor(
    session: EditSession,
    photo: Photograph,
    settings: Store<EditorSettings>,
    usualThreshold: number,
  ) {
    this.session = session;
    this.#photo = photo;
    this.#settings = settings;
    this.#shownReference = session.state.value.referenceId;
    this.threshold = session.probability && new ThresholdTool(session, session.probability);
    this.state = new Store<EditorState>({
      ...{ pointer: null, cleaning: null, hasKeyboardCursor: false },
      threshold: usualThreshold,
    });
    this.usualThreshold = usualThreshold;
    this.view = new EditorView(photo);
    this.#display = new Display(this.view, photo, session.document);
    this.#tools = new ToolBox(session, this.view, photo, () => settings.value.diameter);
    this.input = new PointerInput(this.view, this);
    this.#ends = [
      session.onPixels((rectangle, time) => this.#pixelsChanged(rectangle, time)),
      session.state.subscribe(() => this.#historyChanged()),
      settings.subscribe(() => this.#applySettings()),
    ];
    this.#applySettings();
  }

  /** Ends what is in progress and lets go of the screen. */
  dispose(): void {
    this.#finish();
    this.#tool.cancel();
    this.#cleaning?.cancel();
    for (const end of this.#ends) end();
    this.input.dispose();
    this.view.dispose();
    this.#photo.close();
  }

  get tool(): Tool {
    return this.#tool;
  }

  get isHand(): boolean {
    return this.#tool === noTool;
  }

  pointed(pointer: Point | null): void {
    if (this.#cursor && !pointer) return;
    if (this.#cursor) this.toggleCursor();
    // A stroke goes before words.
    if (!this.#isDrawing) this.state.update({ pointer });
    this.view.setOverlay({ pointer: this.isHand ? null : pointer });
  }

  drawing(isDrawing: boolean): void {
    if (isDrawing) this.#finish();
    this.#isDrawing = isDrawing;
    // What is drawn must be seen.
    if (isDrawing && !this.isHand && !this.#settings.value.isMaskShown)
      this.#settings.update({ isMaskShown: true });
    // They are of one stroke; nothing else would ever remove them.
    if (isDrawing) performance.clearMeasures(strokeMeasure);
  }

  /** Shows the mask at a threshold. @param settlesAlone as an edit, when no other comes soon */
  previewThreshold(threshold: number, settlesAlone = false): void {
    if (!this.threshold) return;
    const value = Math.max(0.01, Math.min(0.99, Math.round(threshold * 100) / 100));
    this.#tool.cancel();
    this.state.update({ threshold: value });
    this.threshold.preview(value, settlesAlone);
  }

  /** Fills the holes or removes the specks that are shown. */
  applyCleaning(): boolean {
    return this.#cleaning?.apply() ?? false;
  }

  /** Replaces the mask, as one edit. */
  replace(mask: Raster, label: string): void {
    this.#finish();
    this.#tool.cancel();
    this.session.replace(mask, label);
  }

  /** Completes what is in progress and saves a version. */
  save(): void {
    this.#finish();
    this.session.saveVersion();
  }

  undo(): void {
    if (!this.cancel()) this.session.undo();
  }

  redo(): void {
    this.#finish();
    this.session.redo();
  }

  jumpTo(cursor: number): void {
    this.#finish();
    this.#tool.cancel();
    this.session.jumpTo(cursor);
  }

  /** Ends what is in progress. @returns whether a change of the mask was taken back */
  cancel(): boolean {
    this.#cursor?.lift();
    const isTakenBack = this.threshold?.cancel() || this.#tool.cancel();
    if (isTakenBack) this.#previewCleaning();
    return isTakenBack;
  }

  toggleCursor(): void {
    this.#cursor?.end();
    this.#cursor = this.#cursor ? null : new KeyboardCursor(this.view);
    this.state.update({ hasKeyboardCursor: this.#cursor !== null, pointer: this.#cursor?.at ?? null });
  }

  /** Moves the keyboard's cursor, or else the image. @param dx -1, 0 or 1, as `dy` */
  move(dx: number, dy: number, isLong: boolean, time: number): void {
    const length = (isLong ? 240 : 60) * this.view.pixelRatio;
    if (this.#cursor) {
      this.#cursor.move(this.#tool, dx, dy, isLong, time);
      this.state.update({ pointer: this.#cursor.at });
    } else this.view.panBy(-dx * length, -dy * length);
  }

  /** Puts the tool down at the keyboard's cursor, or lifts it. */
  press(time: number): void {
    if (!this.#cursor) return;
    this.threshold?.settle();
    this.#cursor.toggle(this.#tool, time);
  }

  /** Zooms by steps of a key. */
  zoomBy(factor: number): void {
    this.view.zoomTo(this.view.transform.value.scale * factor);
  }

  /** Completes what is in progress. */
  #finish(): void {
    this.threshold?.settle();
    this.#cursor?.lift();
    this.#tool.release();
  }

  #pixelsChanged(rectangle: Rectangle, time?: number): void {
    this.view.maskChanged(rectangle, time);
    const now = performance.now();
    if (now - this.#countedAt < differencePeriod || !this.session.document.reference) return;
    this.#countedAt = now;
    this.session.refreshDifference();
  }

  #historyChanged(): void {
    const { edits, cursor, referenceId } = this.session.state.value;
    const shown = `${edits.length} ${cursor}`;
    if (referenceId !== this.#shownReference) this.#show();
    this.#shownReference = referenceId;
    if (this.#cleaning && shown !== this.#shownEdits) this.#beginCleaning();
    this.#shownEdits = shown;
  }

  #applySettings(): void {
    const settings = this.#settings.value;
    const before = this.#shown;
    this.#shown = settings;
    if (settings.tool !== before?.tool) this.#takeTool(settings.tool);
    else if (settings.holeSize !== before.holeSize || settings.speckSize !== before.speckSize)
      this.#previewCleaning();
    this.#show();
  }

  #takeTool(name: EditorSettings['tool']): void {
    this.#finish();
    this.#tool.cancel();
    this.#cleaning?.cancel();
    this.#cleaning = null;
    this.state.update({ cleaning: null });
    this.#tool = this.#tools.take(name);
    this.input.refresh();
    this.view.setOverlay({ pointer: this.isHand ? null : this.state.value.pointer });
    if (name === 'holes' || name === 'specks') this.#beginCleaning();
  }

  #beginCleaning(): void {
    const { tool } = this.#settings.value;
    if (tool !== 'holes' && tool !== 'specks') return;
    this.#cleaning = new CleanTool(this.session, tool);
    this.#show();
    this.#previewCleaning();
  }

  #previewCleaning(): void {
    const { tool, holeSize, speckSize } = this.#settings.value;
    if (this.#cleaning)
      this.state.update({ cleaning: this.#cleaning.preview(tool === 'holes' ? holeSize : speckSize) });
  }

  #show(): void {
    this.#display.show(this.#settings.value, this.#cleaning?.before ?? null);
  }
}
