import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importDocument, infoDocument } from './documents.ts';
import { fundus, fundusJson, sample, temporaryFolder } from './fundus.ts';

const dir = temporaryFolder();

test('Ctrl-C stops an import cleanly, and the next one completes it', async () => {
  const project = join(dir, 'eyes');
  await fundus(['create', project]);
  const { code, signal, stdout, stderr } = await fundus(['import', project, sample], (text, kill) => {
    if (text.endsWith('06_dr.JPG\n')) kill('SIGINT');
  });
  expect([code, signal]).toEqual([130, null]);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/\nfundus: cancelled: .*\n$/);

  const stopped = await fundusJson(infoDocument, 'info', project);
  expect(stopped.lastJob).toMatchObject({ kind: 'import', status: 'cancelled' });
  expect(stopped.images.length).toBeLessThan(6);

  const report = await fundusJson(importDocument, 'import', project, sample);
  expect(report.taken).toHaveLength(6 - stopped.images.length);
  expect((await fundusJson(infoDocument, 'info', project)).images).toHaveLength(6);
});

test('a process that is killed leaves a project that opens and goes on', async () => {
  const project = join(dir, 'killed');
  await fundus(['create', project]);
  const { signal } = await fundus(['import', project, sample], (text, kill) => {
    if (text.endsWith('06_dr.JPG\n')) kill('SIGKILL');
  });
  expect(signal).toBe('SIGKILL');
  const report = await fundusJson(importDocument, 'import', project, sample);
  expect(report.failed).toEqual([]);
  expect((await fundusJson(infoDocument, 'info', project)).images).toHaveLength(6);
});
