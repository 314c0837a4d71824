import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileStore, sha256Of } from '../../../src/main/store/files.ts';
import { runScript } from './processes.ts';
import { temporaryFolder } from './support.ts';

const bytes = new TextEncoder().encode('vessels');
const code = (code: string) => expect.objectContaining({ name: 'FundusError', code });

describe('FileStore', () => {
  it('names a file by its content and gives it back', async () => {
    const root = await temporaryFolder();
    const files = new FileStore(root);
    const sha256 = await files.put(bytes, 'png');
    expect(sha256).toBe(sha256Of(bytes));
    expect(files.path(sha256, 'png')).toBe(join(root, sha256.slice(0, 2), `${sha256}.png`));
    expect(await files.read(sha256, 'png')).toEqual(Buffer.from(bytes));
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  });

  it('does not write what is there already', async () => {
    const files = new FileStore(await temporaryFolder());
    const file = files.path(await files.put(bytes, 'png'), 'png');
    const { ino } = statSync(file);
    utimesSync(file, 1, 1);
    await files.put(bytes, 'png');
    expect(statSync(file)).toMatchObject({ ino, mtimeMs: 1000 });
  });

  it('takes the same content many times at once', async () => {
    const files = new FileStore(await temporaryFolder());
    const names = await Promise.all(Array.from({ length: 20 }, () => files.put(bytes, 'png')));
    expect(new Set(names).size).toBe(1);
    expect(await files.read(names[0]!, 'png')).toEqual(Buffer.from(bytes));
  });

  it('repairs a file that was cut short', async () => {
    const files = new FileStore(await temporaryFolder());
    const sha256 = await files.put(bytes, 'png');
    writeFileSync(files.path(sha256, 'png'), 'ves');
    await expect(files.read(sha256, 'png')).rejects.toEqual(code('io'));
    await files.put(bytes, 'png');
    expect(await files.read(sha256, 'png')).toEqual(Buffer.from(bytes));
  });

  it('says which file is missing or damaged', async () => {
    const files = new FileStore(await temporaryFolder());
    await expect(files.read(sha256Of(bytes), 'png')).rejects.toMatchObject({
      code: 'not-found',
      file: files.path(sha256Of(bytes), 'png'),
    });
    const sha256 = await files.put(bytes, 'png');
    writeFileSync(files.path(sha256, 'png'), 'Vessels');
    await expect(files.read(sha256, 'png')).rejects.toEqual(code('io'));
  });

  it('reports a folder that cannot be written as an error with the file', async () => {
    const root = await temporaryFolder();
    const files = new FileStore(root);
    writeFileSync(join(root, sha256Of(bytes).slice(0, 2)), 'in the way');
    await expect(files.put(bytes, 'png')).rejects.toMatchObject({ code: 'io' });
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  });

  it('sweeps what ended processes left, and nothing of living ones', async () => {
    const root = await temporaryFolder();
    mkdirSync(join(root, 'incoming'));
    const { pid } = await runScript('store/scripts/noop.ts');
    const leave = (name: string) => writeFileSync(join(root, 'incoming', name), 'half');
    leave(`${pid}-a`);
    leave('nonsense');
    leave(`${process.pid}-b`);
    leave(`${process.pid}-old`);
    utimesSync(join(root, 'incoming', `${process.pid}-old`), 1, 1);
    new FileStore(root);
    expect(readdirSync(join(root, 'incoming'))).toEqual([`${process.pid}-b`]);
  });

  it('leaves no file under its final name when the process is killed while writing', async () => {
    const root = await temporaryFolder();
    const child = await runScript('store/scripts/put-forever.ts', [root], { killAtOutput: 'writing' });
    expect(child.signal).toBe('SIGKILL');
    for (const folder of readdirSync(root).filter((name) => name !== 'incoming')) {
      for (const name of readdirSync(join(root, folder))) {
        expect(`${sha256Of(readFileSync(join(root, folder, name)))}.bin`).toBe(name);
      }
    }
    new FileStore(root);
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  });
});
