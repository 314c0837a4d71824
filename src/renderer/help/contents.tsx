import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './contents.module.css';
import { type Section, searchSections } from './sections.ts';

/** The guide's headings, or the sections that a search has found. */
export function Contents({ sections, query }: { sections: readonly Section[]; query: string }) {
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
