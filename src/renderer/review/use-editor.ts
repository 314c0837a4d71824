import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReviewDetail } from '../../shared/api/review.ts';
import { reviewQuery } from '../api/queries.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import { Photograph } from './canvas/photograph.ts';
import { Editor } from './editor.ts';
import { EditSession } from './session/edit-session.ts';
import { loadParts, loadPhoto } from './session/load.ts';
import { getReview } from './session/requests.ts';
import { reviewQueue } from './session/send-queue.ts';
import { type EditorSettings, nextDiameter, type ToolName } from './settings.ts';
import { type Store, useStore } from './store.ts';
import { toolFacts } from './tool-bar.tsx';

export type Loaded =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'unmasked' }
  | { readonly status: 'ready'; readonly editor: Editor };

const loading: Loaded = { status: 'loading' };

/**
 * The editor of an image's mask. It begins anew when the image, its first mask or its prediction is another; what a
 * person edits never makes it do so. When it ends its state is saved as a version.
 */
export function useEditor(imageId: number, settings: Store<EditorSettings>) {
  const { data: detail, error, refetch } = useQuery(reviewQuery(imageId));
  const [loaded, setLoaded] = useState(loading);
  const [attempt, setAttempt] = useState(0);
  const key = detail && `${attempt} ${identityOf(detail)}`;
  useEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    let editor: Editor | null = null;
    const show = (result: Loaded) => {
      if (!abort.signal.aborted) setLoaded(result);
    };
    show(loading);
    createEditor(imageId, settings, abort.signal).then(
      (created) => {
        if (abort.signal.aborted) created?.dispose();
        else editor = created;
        show(created ? { status: 'ready', editor: created } : { status: 'unmasked' });
      },
      (cause: unknown) => show({ status: 'failed', error: cause }),
    );
    return () => {
      abort.abort();
      editor?.dispose();
      editor?.session.saveVersion();
    };
  }, [imageId, settings, key]);
  const retry = () => {
    void refetch();
    setAttempt(attempt + 1);
  };
  const failed: Loaded = { status: 'failed', error };
  return { detail, loaded: error && !detail ? failed : loaded, retry };
}

const identityOf = ({ image, draft, mask, probability, annotation }: ReviewDetail) =>
  [image.id, draft?.baseMaskId ?? mask?.id, probability?.sha256, annotation?.id].join(' ');

/** @returns null when the image has no mask. @throws ServiceError */
async function createEditor(
  imageId: number,
  settings: Store<EditorSettings>,
  signal: AbortSignal,
): Promise<Editor | null> {
  await reviewQueue.flush(imageId);
  const detail = await getReview(imageId, signal);
  const photo = loadPhoto(detail, signal);
  // What comes first may fail first; the other is then nobody's.
  photo.catch(() => {});
  const parts = await loadParts(detail, signal);
  if (!parts) {
    void photo.then((bitmap) => bitmap.close());
    return null;
  }
  const bitmap = await photo;
  signal.throwIfAborted();
  const photograph = new Photograph(bitmap, parts.fov, detail.image.fovDiameter);
  const session = new EditSession(parts, reviewQueue);
  return new Editor(session, photograph, settings, detail.probability?.threshold ?? 0.5);
}

const tools = { group: 'Tools' };
const view = { group: 'View' };
const edit = { group: 'Mask' };

/** All keys that act on the image in hand. */
export function useEditorKeys(editor: Editor, settings: Store<EditorSettings>): void {
  useToolKeys(settings);
  useEditKeys(editor);
  useViewKeys(editor, settings);
  useCursorKeys(editor, settings);
}

function useToolKeys(settings: Store<EditorSettings>): void {
  const take = (tool: ToolName) => () => settings.update({ tool });
  const { brush, eraser, line, holes, specks, threshold, hand } = toolFacts;
  useShortcut(brush.keys, take('brush'), brush.label, tools);
  useShortcut(eraser.keys, take('eraser'), eraser.label, tools);
  useShortcut(line.keys, take('line'), line.label, tools);
  useShortcut(holes.keys, take('holes'), holes.label, tools);
  useShortcut(specks.keys, take('specks'), specks.label, tools);
  useShortcut(threshold.keys, take('threshold'), threshold.label, tools);
  useShortcut(hand.keys, take('hand'), hand.label, tools);
  const resize = (direction: 1 | -1) => () =>
    settings.update({ diameter: nextDiameter(settings.value.diameter, direction) });
  useShortcut('[', resize(-1), 'Smaller brush', tools);
  useShortcut(']', resize(1), 'Larger brush', tools);
}

function useEditKeys(editor: Editor): void {
  useShortcut('mod+Z', () => editor.undo(), 'Undo', edit);
  useShortcut('mod+shift+Z, mod+Y', () => editor.redo(), 'Redo', edit);
  useShortcut('mod+S', () => editor.save(), 'Save a version', edit);
  const threshold = (step: number) => () =>
    editor.previewThreshold(editor.state.value.threshold + step, true);
  useShortcut(',', threshold(-0.01), 'Lower threshold', edit);
  useShortcut('.', threshold(0.01), 'Higher threshold', edit);
  useShortcut('Escape', () => editor.cancel(), 'Take back what is in progress', edit);
}

function useViewKeys(editor: Editor, settings: Store<EditorSettings>): void {
  useShortcut(
    'V',
    () =>
      settings.update({ arrangement: settings.value.arrangement === 'overlay' ? 'side-by-side' : 'overlay' }),
    'Overlaid, or side by side',
    view,
  );
  const toggle = (field: 'isMaskShown' | 'isDifferenceShown') => () =>
    settings.update({ [field]: !settings.value[field] });
  useShortcut('M', toggle('isMaskShown'), 'Show or hide the mask', view);
  useShortcut('D', toggle('isDifferenceShown'), 'Difference to the annotation', view);
  useShortcut(
    'G',
    () => settings.update({ photograph: settings.value.photograph === 'colour' ? 'red-free' : 'colour' }),
    'Red-free photograph',
    view,
  );
  useShortcut('+, =', () => editor.zoomBy(1.5), 'Zoom in', view);
  useShortcut('-, _', () => editor.zoomBy(1 / 1.5), 'Zoom out', view);
  useShortcut('0', () => editor.view.fit(), 'Fit the whole image', view);
  useShortcut('1', () => editor.view.zoomTo(editor.view.pixelRatio), 'Full size', view);
}

function useCursorKeys(editor: Editor, settings: Store<EditorSettings>): void {
  const hasKeyboardCursor = useStore(editor.state, (state) => state.hasKeyboardCursor);
  const tool = useStore(settings, (state) => state.tool);
  const move = (dx: number, dy: number) => (event: KeyboardEvent) =>
    editor.move(dx, dy, event.shiftKey, event.timeStamp);
  const what = hasKeyboardCursor ? 'Move the cursor' : 'Move the image';
  useShortcut('C', () => editor.toggleCursor(), 'Cursor for the keyboard', tools);
  useShortcut('ArrowLeft, shift+ArrowLeft', move(-1, 0), `${what} left`, view);
  useShortcut('ArrowRight, shift+ArrowRight', move(1, 0), `${what} right`, view);
  useShortcut('ArrowUp, shift+ArrowUp', move(0, -1), `${what} up`, view);
  useShortcut('ArrowDown, shift+ArrowDown', move(0, 1), `${what} down`, view);
  useShortcut('Space', ({ timeStamp }) => editor.press(timeStamp), 'Put the tool down, or lift it', {
    ...tools,
    isDisabled: !hasKeyboardCursor,
  });
  useShortcut('Enter', () => editor.applyCleaning(), 'Fill holes or remove specks', {
    ...tools,
    isDisabled: tool !== 'holes' && tool !== 'specks',
  });
}
