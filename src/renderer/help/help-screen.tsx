import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRouterState } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import markdown from '../../../docs/guide.md?raw';
import { useShortcut } from '../ui/shortcuts.ts';
import { Contents } from './contents.tsx';
import { Guide } from './guide.tsx';
import classes from './help-screen.module.css';
import { sectionsOf } from './sections.ts';
import { useHighlight } from './use-highlight.ts';

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
