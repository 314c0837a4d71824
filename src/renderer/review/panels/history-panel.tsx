import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Editor } from '../editor.ts';
import classes from '../review.module.css';
import { useStore } from '../store.ts';

const rowHeight = 26;

/** All edits of this image's mask, newest last; a click goes to where they stood. */
export function HistoryPanel({ editor }: { editor: Editor }) {
  const cursor = useStore(editor.session.state, (state) => state.cursor);
  const edits = useStore(editor.session.state, (state) => state.edits);
  const scroller = useRef<HTMLDivElement>(null);
  const labels = ['as it was', ...edits.map(({ label }) => label)];
  const rows = useVirtualizer({
    count: labels.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useEffect(() => rows.scrollToIndex(cursor), [rows, cursor]);
  if (edits.length === 0) {
    return (
      <Text size="xs" c="dimmed" p="xs">
        Everything you change is listed here and kept at once, also when the application is closed.
      </Text>
    );
  }
  return (
    <div ref={scroller} className={classes.history}>
      <ol className={classes.rows} style={{ height: rows.getTotalSize() }} aria-label="Edits">
        {rows.getVirtualItems().map(({ index, start }) => (
          <li
            key={index}
            className={classes.row}
            style={{ transform: `translateY(${start}px)`, height: rowHeight }}
          >
            <button
              type="button"
              className={classes.edit}
              aria-current={index === cursor ? 'step' : undefined}
              data-undone={index > cursor || undefined}
              onClick={() => editor.jumpTo(index)}
            >
              <span className={classes.position}>{index}</span>
              {labels[index]}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
