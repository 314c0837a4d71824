import { type RefObject, useEffect } from 'react';
import { wordsOf } from './sections.ts';

const name = 'help-search';

/** Marks the words of the query in the element's text, where the browser can mark text without changing the page. */
export function useHighlight(container: RefObject<HTMLElement | null>, query: string): void {
  useEffect(() => {
    const words = wordsOf(query);
    if (!container.current || words.length === 0 || !('highlights' in CSS)) return;
    CSS.highlights.set(name, new Highlight(...rangesOf(container.current, words)));
    return () => void CSS.highlights.delete(name);
  }, [container, query]);
}

function rangesOf(root: HTMLElement, words: readonly string[]): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.nodeValue?.toLowerCase() ?? '';
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
