import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { ProgressReporter } from '../../../src/main/commands/terminal/progress.ts';

/** A stream that keeps what is written, and a clock that is set by hand. */
function reporter(stream: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  const clock = { now: 0 };
  const target = { ...stream, write: (text: string) => written.push(text) };
  return { written, clock, progress: new ProgressReporter(target, () => clock.now) };
}

test('a log gets a line at the start of a phase, every five seconds, and at its end', () => {
  const { written, clock, progress } = reporter();
  for (let done = 0; done <= 10; done++) {
    clock.now = done * 1000;
    progress.report({ phase: 'Segmenting', done, total: 10, detail: `image ${done}` });
  }
  progress.end();
  expect(written).toEqual([
    'Segmenting: 0/10, image 0\n',
    'Segmenting: 5/10, 5 s left, image 5\n',
    'Segmenting: 10/10 in 10 s\n',
  ]);
});

test('time left counts from where a resumed phase began', () => {
  const { written, clock, progress } = reporter();
  progress.report({ phase: 'Training', done: 800, total: 1000 });
  clock.now = 60_000;
  progress.report({ phase: 'Training', done: 900, total: 1000 });
  expect(written.at(-1)).toBe('Training: 900/1000, 1 min 00 s left\n');
});

test('a new phase ends the one before', () => {
  const { written, clock, progress } = reporter();
  progress.report({ phase: 'Importing', done: 0, total: 2 });
  clock.now = 3000;
  progress.report({ phase: 'Importing', done: 2, total: 2 });
  progress.report({ phase: 'Segmenting', done: 0, total: 2 });
  expect(written).toEqual(['Importing: 0/2\n', 'Importing: 2/2 in 3 s\n', 'Segmenting: 0/2\n']);
});

test('a note stays, on a line of its own', () => {
  for (const isTTY of [false, true]) {
    const { written, clock, progress } = reporter({ isTTY, columns: 60 });
    progress.report({ phase: 'Reading', done: 0, total: 1 });
    progress.report({ phase: 'Training', done: 0, total: 9, note: 'Its scale is another.' });
    clock.now = 50;
    progress.report({ phase: 'Training', done: 1, total: 9 });
    const lines = stripVTControlCharacters(written.join('')).replaceAll('\r', '\n').split('\n');
    expect(lines.filter((line) => line === 'Its scale is another.')).toHaveLength(1);
    expect(lines.indexOf('Its scale is another.')).toBeLessThan(
      lines.findIndex((line) => line.startsWith('Training')),
    );
  }
});

test('a terminal gets one line, repainted, that never exceeds its width', () => {
  const { written, clock, progress } = reporter({ isTTY: true, columns: 60 });
  progress.report({ phase: 'Segmenting', done: 1, total: 4, detail: 'a photograph with a long name.jpeg' });
  clock.now = 50;
  progress.report({ phase: 'Segmenting', done: 2, total: 4 });
  clock.now = 150;
  progress.report({ phase: 'Segmenting', done: 3, total: 4 });
  expect(written).toHaveLength(2);
  const lines = written.map((text) => stripVTControlCharacters(text).replace('\r', ''));
  expect(lines[0]).toMatch(/^Segmenting ━{6}─{18} 1\/4 · a photograph.*…$/);
  expect(lines[0]?.length).toBeLessThan(60);
  expect(lines[1]).toContain('3/4');
});

test('without a report nothing is written', () => {
  const { written, progress } = reporter();
  progress.end();
  expect(written).toEqual([]);
});
