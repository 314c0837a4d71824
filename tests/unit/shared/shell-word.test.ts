import { expect, it } from 'vitest';
import { shellWord } from '../../../src/shared/shell-word.ts';

it.each([
  ['/home/eye/project-1', '/home/eye/project-1'],
  ['C:\\eyes\\project', 'C:\\eyes\\project'],
  ['/home/Eye clinic', '"/home/Eye clinic"'],
  ['eyes&more', '"eyes&more"'],
  ['', '""'],
])('%s is the word %s', (word, quoted) => {
  expect(shellWord(word)).toBe(quoted);
});
