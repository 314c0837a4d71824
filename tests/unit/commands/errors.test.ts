import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  errorLine,
  exitCodeOf,
  stackOf,
  toFundusError,
} from '../../../src/main/commands/terminal/execute.ts';
import { FundusError } from '../../../src/shared/errors.ts';

test('an error is one line with its code, file and hint', () => {
  const error = new FundusError('truncated', 'Expected 10 rows,\n  found 4', {
    file: 'a.jpg',
    hint: 'copy it again',
  });
  expect(errorLine(error)).toBe('fundus: truncated: Expected 10 rows, found 4 (a.jpg) – copy it again');
});

test('a file that the message names already is not repeated', () => {
  const error = new FundusError('io', 'ENOENT: no such file, open a.jpg', { file: 'a.jpg' });
  expect(errorLine(error)).toBe('fundus: io: ENOENT: no such file, open a.jpg');
});

test('an error of the operating system becomes "io" and names the file', () => {
  let thrown: unknown;
  try {
    readFileSync('/nowhere/at/all');
  } catch (error) {
    thrown = error;
  }
  const error = toFundusError(thrown);
  expect(error.code).toBe('io');
  expect(error.file).toBe('/nowhere/at/all');
  expect(error.cause).toBe(thrown);
});

test.each([new TypeError('x is undefined'), 'x is undefined'])('anything else is internal: %s', (thrown) => {
  const error = toFundusError(thrown);
  expect(error.code).toBe('internal');
  expect(error.message).toBe('x is undefined');
  expect(error.hint).toContain('--verbose');
});

test('the stack includes the causes', () => {
  const cause = new Error('the disk is full');
  expect(stackOf(new FundusError('io', 'Cannot write', { cause }))).toMatch(
    /Cannot write\n[\s\S]*caused by: Error: the disk is full\n/,
  );
});

test('exit codes', () => {
  expect([exitCodeOf('usage'), exitCodeOf('cancelled'), exitCodeOf('io')]).toEqual([2, 130, 1]);
});
