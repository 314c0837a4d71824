import { Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useRouterState } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import {
  type ComponentProps,
  memo,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import markdown from '../../../docs/guide.md?raw';
import { useShortcut } from '../ui/shortcuts.ts';
import classes from './help-screen.module.css';
import { type Section, searchSections, sectionsOf, slug, wordsOf } from './sections.ts';

const sections = sectionsOf(markdown);

/** The user's guide, which comes with the application. */
export function HelpScreen() {
  const [query, setQuery] = useState('');
  const [settledQuery] = useDebouncedValue(query, 120);
  const page = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const hash = useRouterState({ select: ({ location }) => location.hash });
  useHighlight(page, settledQuery);
  useShortcut('/, mod+F', () => search.current?.select(), 'Search the guide', { group: 'Help' });
  useEffect(() => {
    if (hash !== '') document.getElementById(hash)?.scrollIntoView();
  }, [hash]);
  return (
    <div className={classes.screen}>
      <div className={classes.side}>
        <TextInput
          ref={search}
          placeholder="Search the guide"
          aria-label="Search the guide"
          leftSection={<Search size={16} aria-hidden />}
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <Contents sections={sections} query={settledQuery} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <section ref={page} className={classes.page} aria-label="Guide" tabIndex={0}>
        <Guide markdown={markdown} />
      </section>
    </div>
  );
}

const name = 'help-search';

/** Marks the words of the query in the element's text, where the browser can mark text without changing the page. */
function useHighlight(container: RefObject<HTMLElement | null>, query: string): void {
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

/** The guide's headings, or the sections that a search has found. */
function Contents({ sections, query }: { sections: readonly Section[]; query: string }) {
  if (query.trim() !== '') return <Results sections={sections} query={query} />;
  return (
    <nav className={classes.list} aria-label="Contents">
      {sections.map(({ id, title, level }) => (
        <Link
          key={id}
          to="/help"
          hash={id}
          className={classes.link}
          data-level={level}
          activeOptions={{ includeHash: true }}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}

function Results({ sections, query }: { sections: readonly Section[]; query: string }) {
  const found = searchSections(sections, query);
  if (found.length === 0) {
    return (
      <Text size="sm" c="dimmed" role="status">
        No section has all of these words.
      </Text>
    );
  }
  return (
    <nav className={classes.list} aria-label="Sections found">
      {found.map(({ section: { id, title }, snippet }) => (
        <Link key={id} to="/help" hash={id} className={classes.link}>
          {title}
          <Text size="xs" c="dimmed" lineClamp={3}>
            {snippet}
          </Text>
        </Link>
      ))}
    </nav>
  );
}

const pictures = import.meta.glob<string>('../../../docs/screens/*.png', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** The guide as a page, its headings with anchors. */
const Guide = memo(function Guide({ markdown }: { markdown: string }) {
  return (
    <div className={classes.guide}>
      <Markdown remarkPlugins={[remarkGfm]} components={components}>
        {markdown}
      </Markdown>
    </div>
  );
});

const components: Components = {
  h2: ({ children }) => <h2 id={slug(textOf(children))}>{children}</h2>,
  h3: ({ children }) => <h3 id={slug(textOf(children))}>{children}</h3>,
  img: ({ src, alt }) => <Picture src={src} alt={alt} />,
};

/** "screens/review.png" of the guide is a file of the page. */
function Picture({ src, alt }: Pick<ComponentProps<'img'>, 'src' | 'alt'>) {
  const url = typeof src === 'string' ? pictures[`../../../docs/${src}`] : undefined;
  return url === undefined ? null : <img src={url} alt={alt ?? ''} loading="lazy" />;
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (node && typeof node === 'object' && 'props' in node) {
    return textOf((node.props as { children?: ReactNode }).children);
  }
  return '';
}
