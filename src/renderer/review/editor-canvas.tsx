import { useEffect, useRef } from 'react';
import type { Editor } from './editor.ts';
import classes from './review.module.css';
import { useStore } from './store.ts';

/** Where the image is drawn on and looked at. */
export function EditorCanvas({ editor, name }: { editor: Editor; name: string }) {
  const host = useRef<HTMLDivElement>(null);
  const hasKeyboardCursor = useStore(editor.state, (state) => state.hasKeyboardCursor);
  useEffect(() => {
    host.current!.append(editor.view.root);
    // Keys act on the image at once; the list keeps them while it is walked through.
    if (!document.activeElement?.closest('[role="listbox"]'))
      host.current!.focus({ preventScroll: true, focusVisible: false });
  }, [editor]);
  useEffect(
    () => (hasKeyboardCursor ? undefined : panWithSpace(editor, host.current!)),
    [editor, hasKeyboardCursor],
  );
  return (
    <div
      ref={host}
      className={classes.canvas}
      role="application"
      aria-roledescription="mask editor"
      aria-label={`Vessel mask of ${name}. C shows a cursor for the keyboard, arrows move it, Space draws.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an editor takes keys.
      tabIndex={0}
      onPointerDown={() => host.current!.focus({ preventScroll: true })}
    />
  );
}

/** While Space is held over the image, dragging moves it. @returns what ends it */
function panWithSpace(editor: Editor, host: HTMLElement): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const isForImage = ({ key, target }: KeyboardEvent) =>
    key === ' ' && (target === document.body || (target instanceof Node && host.contains(target)));
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isForImage(event)) return;
      event.preventDefault();
      editor.input.setSpace(true);
    },
    { signal },
  );
  window.addEventListener('keyup', ({ key }) => key === ' ' && editor.input.setSpace(false), { signal });
  window.addEventListener('blur', () => editor.input.setSpace(false), { signal });
  return () => {
    abort.abort();
    editor.input.setSpace(false);
  };
}
