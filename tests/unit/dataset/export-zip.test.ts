import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Entry, openPromise } from 'yauzl';
import { exportDataset } from '../../../src/main/dataset/export/export.ts';
import { writeZip } from '../../../src/main/dataset/export/folder.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { temporaryFolder, temporaryProject } from '../store/support.ts';
import { filesBelow, fillProject, quiet } from './export-support.ts';

/** The entries of an archive by name, each with its content. */
async function unzip(file: string): Promise<Map<string, { entry: Entry; content: Buffer }>> {
  const zip = await openPromise(file);
  const entries = new Map<string, { entry: Entry; content: Buffer }>();
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName, { entry, content: await buffer(await zip.openReadStreamPromise(entry)) });
  }
  return entries;
}

describe('the zip of an export', () => {
  it('holds the exported folder, file by file', async () => {
    const project = await temporaryProject();
    await fillProject(project, 3, 2);
    const output = join(dirname(project.dir), 'set');
    const reports: Progress[] = [];
    const report = (progress: Progress) => reports.push(progress);
    const result = await exportDataset(project, output, { zip: true, split: true }, { ...quiet, report });
    expect(result.zip).toBe(`${output}.zip`);
    const entries = await unzip(`${output}.zip`);
    expect([...entries.keys()].sort()).toEqual(filesBelow(output).map((path) => `set/${path}`));
    for (const [name, { entry, content }] of entries) {
      expect(content).toEqual(readFileSync(join(output, name.slice('set/'.length))));
      expect(entry.crc32).toBe(crc32(content));
      expect(entry.compressionMethod).toBe(name.endsWith('.png') ? 0 : 8);
      expect((entry.externalFileAttributes >>> 16).toString(8)).toBe('100644');
    }
    expect(reports.at(-1)).toEqual({ phase: 'Writing zip', done: result.bytes, total: result.bytes });
  });

  it('fails when a file is not what was listed or is missing', async () => {
    const root = await temporaryFolder();
    writeFileSync(join(root, 'a.png'), 'abc');
    const zipOf = (path: string, bytes: number, target: string) =>
      writeZip(root, [{ path, bytes, sha256: '' }], { target: join(root, target), topFolder: 'a' }, quiet);
    await expect(zipOf('a.png', 5, '1.zip')).rejects.toThrow(/unexpected number of bytes/);
    await expect(zipOf('b.png', 5, '2.zip')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(zipOf('a.png', 3, 'a.png')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(statSync(join(root, 'a.png')).size).toBe(3);
  });
});
