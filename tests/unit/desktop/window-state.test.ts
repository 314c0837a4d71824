import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restoreWindow, saveWindow } from '../../../src/main/desktop/window-state.ts';
import { temporaryFolder } from '../store/support.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const first = { width: 1440, height: 900, isMaximized: false };
const state = { x: 100, y: 50, width: 1300, height: 820, isMaximized: false };

test('opens where it was', async () => {
  const file = join(await temporaryFolder(), 'config/window.json');
  expect(restoreWindow(file, [screen])).toEqual(first);
  saveWindow(file, state);
  expect(restoreWindow(file, [screen])).toEqual(state);
  saveWindow(file, { ...state, isMaximized: true });
  expect(restoreWindow(file, [screen])).toEqual({ ...state, isMaximized: true });
  expect(readdirSync(join(file, '..'))).toEqual(['window.json']);
});

test.each([
  ['the screen is gone', { x: 2000 }],
  ['its title is above the screen', { y: -30 }],
  ['its title is below the screen', { y: 1060 }],
  ['only its edge is seen', { x: -1250 }],
])('opens in the middle when %s', async (_, moved) => {
  const file = join(await temporaryFolder(), 'window.json');
  saveWindow(file, { ...state, ...moved });
  expect(restoreWindow(file, [screen])).toEqual(first);
});

test('finds it on a second screen, and makes it large enough', async () => {
  const file = join(await temporaryFolder(), 'window.json');
  saveWindow(file, { ...state, x: 2100, width: 300, height: 200 });
  const second = { ...screen, x: 1920 };
  expect(restoreWindow(file, [screen, second])).toEqual({ ...state, x: 2100, width: 1024, height: 640 });
});

test.each(['', '{"x": 1', '{"x": "1"}', 'null'])('does not mind a damaged file: %j', async (text) => {
  const file = join(await temporaryFolder(), 'window.json');
  writeFileSync(file, text);
  expect(restoreWindow(file, [screen])).toEqual(first);
});

test('does not mind a folder that cannot be made', async () => {
  const file = join(await temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => saveWindow(join(file, 'config/window.json'), state)).not.toThrow();
});
