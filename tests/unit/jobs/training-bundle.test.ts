import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { bundleRunner } from '../../../src/main/jobs/train/bundle.ts';
import { outsideArchive } from '../../../src/main/runtime/outside-archive.ts';

const root = resolve(import.meta.dirname, '../../..');

it('the runner of bundles is a file', () => {
  expect(bundleRunner).toBe(resolve(root, 'scripts/run-bundle.py'));
  expect(existsSync(bundleRunner)).toBe(true);
});

it('the packaged application has the runner outside its archive, where other programs find it', () => {
  const packaging = readFileSync(resolve(root, 'electron-builder.yml'), 'utf8');
  for (const list of ['files', 'asarUnpack']) {
    const entries = new RegExp(`^${list}:\\n((?: {2}.*\\n)+)`, 'm').exec(packaging)?.[1]?.split('\n');
    expect(entries).toContain('  - scripts/run-bundle.py');
  }
});

it.each([
  [
    '/opt/Fundus Studio/resources/app.asar/scripts/run-bundle.py',
    '/opt/Fundus Studio/resources/app.asar.unpacked/scripts/run-bundle.py',
  ],
  [
    'C:\\Fundus Studio\\resources\\app.asar\\scripts\\run-bundle.py',
    'C:\\Fundus Studio\\resources\\app.asar.unpacked\\scripts\\run-bundle.py',
  ],
  ['/home/app.asar.d/scripts/run-bundle.py', '/home/app.asar.d/scripts/run-bundle.py'],
])('%s is outside the archive as %s', (path, outside) => {
  expect(outsideArchive(path)).toBe(outside);
});
