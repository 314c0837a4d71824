import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWord, toCsv } from '../../../src/shared/quoting.ts';

it('quotes what needs it', () => {
  expect(
    toCsv(
      ['name', 'n'],
      [
        ['a,b', 1],
        ['say "x"', null],
      ],
    ),
  ).toBe('name,n\r\n"a,b",1\r\n"say ""x""",\r\n');
});

it('is read back as it was by another reader', () => {
  const rows = fc.array(fc.tuple(fc.string(), fc.string({ minLength: 1 })), { minLength: 1 });
  fc.assert(
    fc.property(rows, (cells) => {
      const read = parse(toCsv(['a', 'b'], cells), { fromLine: 2, recordDelimiter: '\r\n' });
      expect(read).toEqual(cells);
    }),
  );
});

it.each([
  ['/home/eye/project-1', '/home/eye/project-1'],
  ['C:\\eyes\\project', 'C:\\eyes\\project'],
  ['/home/Eye clinic', '"/home/Eye clinic"'],
  ['eyes&more', '"eyes&more"'],
  ['', '""'],
])('%s is the word %s', (word, quoted) => {
  expect(shellWord(word)).toBe(quoted);
});
