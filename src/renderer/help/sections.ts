export interface Section {
  /** Anchor: the title in lower case, words joined by hyphens. */
  readonly id: string;
  readonly title: string;
  /** 2 or 3, as its heading. */
  readonly level: number;
  /** Its own text, without its subsections'. */
  readonly text: string;
}

/** "Data set" -> "data-set" */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

/** The sections of a Markdown text under its headings of level 2 and 3. */
export function sectionsOf(markdown: string): Section[] {
  const sections: { title: string; level: number; lines: string[] }[] = [];
  let isCode = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    const heading = isCode ? null : /^(##|###) (.+)$/.exec(line);
    if (heading) sections.push({ title: heading[2]!.trim(), level: heading[1]!.length, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ title, level, lines }) => ({
    id: slug(title),
    title,
    level,
    text: plain(lines.join(' ')),
  }));
}

/** The text as it reads, without marks, pictures and tables' rules. */
function plain(markdown: string): string {
  return markdown
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`>|]|:?-{3,}:?/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

export interface Found {
  readonly section: Section;
  /** Where the first word stands in its text; its beginning when only the title has it. */
  readonly snippet: string;
}

const snippetBefore = 40;
const snippetLength = 120;

/** Sections that hold every word of the query, in their order; those whose title has one first. */
export function searchSections(sections: readonly Section[], query: string): Found[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const found = sections.filter(({ title, text }) => {
    const all = `${title} ${text}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const isInTitle = ({ title }: Section) => words.some((word) => title.toLowerCase().includes(word));
  return [...found.filter(isInTitle), ...found.filter((section) => !isInTitle(section))].map((section) => ({
    section,
    snippet: snippetOf(section.text, words[0]!),
  }));
}

export const wordsOf = (query: string) => query.toLowerCase().split(/\s+/).filter(Boolean);

function snippetOf(text: string, word: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - snippetBefore);
  const start = at === 0 ? 0 : text.indexOf(' ', at) + 1;
  const space = text.indexOf(' ', start + snippetLength);
  const end = space < 0 ? text.length : space;
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
}
