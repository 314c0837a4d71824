import { useShortcut } from '../ui/shortcuts.ts';
import type { Editor } from './editor.ts';
import { type EditorSettings, nextDiameter, type ToolName } from './settings.ts';
import type { Store } from './store.ts';
import { useStore } from './store.ts';
import { toolFacts } from './tool-bar.tsx';

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
    () => settings.update({ layout: settings.value.layout === 'overlay' ? 'side-by-side' : 'overlay' }),
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
