import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findElectron } from '../../../scripts/electron-binary.ts';
import { installedBinary, noWindow } from '../../../src/main/doctor/window.ts';
import { temporaryFolder } from '../store/support.ts';

/** A root with an Electron whose installer does this. */
async function rootWith(installer: string): Promise<string> {
  const root = await temporaryFolder();
  const folder = join(root, 'node_modules/electron');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'install.js'), installer);
  return root;
}

/** Writes what the real installer writes, with this script in place of the program. */
const installs = (program: string) => `
  const fs = require('fs'), path = require('path');
  fs.mkdirSync(path.join(__dirname, 'dist'));
  fs.writeFileSync(path.join(__dirname, 'dist/electron'), ${JSON.stringify(program)}, { mode: 0o755 });
  fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');
`;

describe('finding Electron', () => {
  test('says that it is not there', async () => {
    expect(await findElectron(await temporaryFolder())).toEqual({ missing: 'Electron is not installed' });
  });

  test('downloads it once', async () => {
    const root = await rootWith(installs('#!/bin/sh\necho v45\n'));
    expect(installedBinary(root)).toBeUndefined();
    const binary = join(root, 'node_modules/electron/dist/electron');
    expect(await findElectron(root)).toEqual({ binary });
    expect(installedBinary(root)).toBe(binary);
    writeFileSync(join(root, 'node_modules/electron/install.js'), 'process.exit(1)');
    expect(await findElectron(root)).toEqual({ binary });
  });

  test('says in one line why it cannot be downloaded', async () => {
    const root = await rootWith("console.error(new TypeError('fetch failed').stack); process.exit(1);");
    expect(await findElectron(root)).toEqual({ missing: 'Electron could not be downloaded (fetch failed)' });
    const silent = await rootWith('process.exit(3);');
    expect(await findElectron(silent)).toEqual({
      missing: 'Electron could not be downloaded (it ended with 3)',
    });
    expect(await findElectron(await rootWith(''))).toEqual({ missing: 'Electron could not be downloaded' });
  });

  test('does not wait for ever for a download', async () => {
    const root = await rootWith('setInterval(() => {}, 1000);');
    expect(await findElectron(root, 500)).toEqual({
      missing: 'Electron could not be downloaded (no answer within 0.5 s)',
    });
  });

  test('says why it does not run', async () => {
    const program = '#!/bin/sh\necho "error while loading shared libraries: libgtk-3.so.0" >&2\nexit 127\n';
    expect(await findElectron(await rootWith(installs(program)))).toEqual({
      missing: 'Electron does not run here (error while loading shared libraries: libgtk-3.so.0)',
    });
    const root = await rootWith(installs('#!/bin/sh\n'));
    await findElectron(root);
    const binary = join(root, 'node_modules/electron/dist/electron');
    expect(existsSync(binary)).toBe(true);
    chmodSync(binary, 0o644);
    expect(await findElectron(root)).toEqual({
      missing: expect.stringMatching(/does not run here .*EACCES/),
    });
  });
});

test('a window needs a display, and a user who may use the sandbox', () => {
  expect(noWindow('linux', {}, 1000)?.missing).toContain('no display');
  expect(noWindow('linux', { DISPLAY: '' }, 1000)?.missing).toContain('no display');
  expect(noWindow('linux', { DISPLAY: ':0' }, 1000)).toBeUndefined();
  expect(noWindow('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeUndefined();
  expect(noWindow('linux', { DISPLAY: ':0' }, 0)?.missing).toContain('root');
  expect(noWindow('darwin', {}, 501)).toBeUndefined();
  expect(noWindow('win32', {}, undefined)).toBeUndefined();
});
