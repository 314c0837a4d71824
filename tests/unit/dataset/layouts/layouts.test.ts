import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { layouts, personOf } from '../../../../src/main/dataset/layouts/layouts.ts';
import { plain } from '../../../../src/main/dataset/layouts/plain.ts';

test('no two layouts have one name, or say different things of one folder', () => {
  expect(new Set(layouts.map(({ name }) => name)).size).toBe(layouts.length);
  const rules = layouts.flatMap(({ folders }) => Object.entries(folders));
  for (const [folder, rule] of rules) {
    expect(folder).toBe(folder.toLowerCase());
    for (const [other, different] of rules) if (other === folder) expect(different, folder).toEqual(rule);
  }
});

test('plain is asked last', () => {
  expect(layouts.at(-1)).toBe(plain);
});

test.each(['README.md', 'docs/guide.md', 'src/renderer/dataset/import/formats.tsx'])(
  '%s names them all',
  (file) => {
    const text = readFileSync(resolve(import.meta.dirname, '../../../..', file), 'utf8');
    for (const { name } of layouts) if (name !== 'plain') expect(text).toContain(name);
  },
);

test.each([
  ['both eyes of a child', ['CHASE_DB1', 'Image_01L'], ['CHASE_DB1', 'Image_01R'], true],
  ['two children', ['CHASE_DB1', 'Image_01L'], ['CHASE_DB1', 'Image_02L'], false],
  ['two groups of HRF', ['HRF', '01_h'], ['HRF', '01_dr'], false],
  ['both eyes in plain folders', ['plain', 'P12-OD'], ['plain', 'P12-OS'], true],
  ['one name in two data sets', ['plain', '01_h'], ['HRF', '01_h'], false],
  ['both eyes of a layout of another version', ['other', '7_left'], ['other', '7_right'], true],
] as const)('one person: %s', (_, [aLayout, a], [bLayout, b], isOne) => {
  const person = personOf({ sourceLayout: aLayout, name: a });
  expect(person === personOf({ sourceLayout: bLayout, name: b })).toBe(isOne);
});
