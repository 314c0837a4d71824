import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import {
  bytes,
  count,
  duration,
  percent,
  properties,
  score,
  sections,
  table,
} from '../../../src/main/commands/terminal/format.ts';

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [59_600, '1 min 00 s'],
  [125_000, '2 min 05 s'],
  [4_800_000, '1 h 20 min'],
])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [3_150_000, '3.1 MB'],
  [2e15, '2000.0 TB'],
])('%d bytes are %s', (n, text) => expect(bytes(n)).toBe(text));

test('figures', () => {
  expect([score(0.81234), score(null), score(Number.NaN)]).toEqual(['0.8123', '–', '–']);
  expect([percent(0.1234), count(1, 'image'), count(0, 'image')]).toEqual(['12.3 %', '1 image', '0 images']);
});

test('columns are aligned, whatever the width of the characters', () => {
  const text = table(
    [{ title: 'image' }, { title: 'F1', align: 'right' }],
    [
      ['01_h', '0.8'],
      ['眼底', '0.8123'],
    ],
  );
  expect(stripVTControlCharacters(text).split('\n')).toEqual([
    'image      F1',
    '01_h      0.8',
    '眼底   0.8123',
  ]);
});

test('properties are aligned and empty sections left out', () => {
  const text = sections(
    '',
    properties([
      ['a', '1'],
      ['long', '2'],
    ]),
    'end',
  );
  expect(stripVTControlCharacters(text)).toBe('a     1\nlong  2\n\nend');
});
