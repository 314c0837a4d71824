import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { searchSections, sectionsOf, slug } from '../../../../src/renderer/help/sections.ts';

const markdown = `# Guide

Introduction.

## Data set

Drop a **folder** anywhere, see [Review](#review).

![A picture](screens/images.png)

### What is recognised

| layout | files |
| --- | --- |
| HRF | \`01_h.jpg\` |

\`\`\`
## not a heading
\`\`\`

## Review

Repair masks with a brush.
`;
const sections = sectionsOf(markdown);

describe('sections', () => {
  it('are what stands under headings, code aside', () => {
    expect(sections.map(({ id, level }) => [id, level])).toEqual([
      ['data-set', 2],
      ['what-is-recognised', 3],
      ['review', 2],
    ]);
  });

  it('have their text without marks', () => {
    expect(sections[0]?.text).toBe('Drop a folder anywhere, see Review.');
    expect(sections[1]?.text).toBe('layout files HRF 01_h.jpg ## not a heading');
  });
});

describe('search', () => {
  const found = (query: string) => searchSections(sections, query).map(({ section }) => section.id);

  it('finds sections that have all words, in any case', () => {
    expect(found('BRUSH')).toEqual(['review']);
    expect(found('folder anywhere')).toEqual(['data-set']);
    expect(found('folder brush')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });

  it('puts those first whose title has a word', () => {
    expect(found('review')).toEqual(['review', 'data-set']);
  });

  it('shows the words where they stand', () => {
    const [result] = searchSections(
      [{ id: 'a', title: 'A', level: 2, text: `${'word '.repeat(60)}needle ${'word '.repeat(60)}` }],
      'needle',
    );
    expect(result?.snippet).toMatch(/^… (word )+needle (word )+…$/);
  });
});

describe('the guide', () => {
  const guide = readFileSync(new URL('../../../../docs/guide.md', import.meta.url), 'utf8');

  it('has no two sections with one anchor', () => {
    const ids = sectionsOf(guide).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('links only to sections that it has', () => {
    const ids = new Set(sectionsOf(guide).map(({ id }) => id));
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.has(id!))).toEqual([]);
  });
});

it('makes anchors of titles', () => {
  expect(slug('What F1 (Dice) means')).toBe('what-f1-dice-means');
  expect(slug('Data set')).toBe('data-set');
});
