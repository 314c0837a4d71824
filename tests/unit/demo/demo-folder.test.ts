import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareDemoFolder } from '../../../src/main/demo/run-demo.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fundus-demo-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('what an earlier demo left is removed', async () => {
  const folder = join(dir, 'demo');
  await prepareDemoFolder(folder);
  mkdirSync(join(folder, 'project'));
  writeFileSync(join(folder, 'project', 'project.sqlite'), 'x');
  expect(await prepareDemoFolder(folder)).toBe(folder);
  expect(readdirSync(folder)).toEqual(['.fundus-demo']);
});

test('a folder that holds anything else is left alone', async () => {
  writeFileSync(join(dir, 'thesis.txt'), 'years of work');
  await expect(prepareDemoFolder(dir)).rejects.toMatchObject({ code: 'output-exists', file: dir });
  expect(readdirSync(dir)).toEqual(['thesis.txt']);
  expect(readFileSync(join(dir, 'thesis.txt'), 'utf8')).toBe('years of work');
});
