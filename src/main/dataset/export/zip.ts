import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { JobContext } from '../../../shared/progress.ts';
import type { ExportedFile } from './manifest.ts';

/**
 * Streams files of the folder `root` into a new archive (ZIP64 where it needs it), under one top folder. PNG files
 * are stored as they are, being compressed already.
 *
 * Rejects when the signal is aborted; an unfinished archive then lies at `target`.
 */
export async function writeZip(
  root: string,
  files: readonly ExportedFile[],
  archive: { target: string; topFolder: string },
  ctx: JobContext,
): Promise<void> {
  const zip = new ZipFile();
  const output = new PassThrough();
  zip.on('error', (error: Error) => output.destroy(error));
  zip.outputStream.pipe(output);
  let current: ReadStream | undefined;
  for (const { path, bytes } of files) {
    const options = { size: bytes, compress: !path.endsWith('.png'), mode: 0o100644 };
    zip.addReadStreamLazy(`${archive.topFolder}/${path}`, options, (take) => {
      current = createReadStream(join(root, path));
      current.on('error', (error) => output.destroy(error));
      take(null, current);
    });
  }
  zip.end();
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const report = (done: number) => ctx.report({ phase: 'Writing zip', done: Math.min(done, total), total });
  try {
    const file = createWriteStream(archive.target, { flags: 'wx', flush: true });
    await pipeline(output, countBytes(report), file, { signal: ctx.signal });
    report(total);
  } finally {
    current?.destroy();
  }
}

function countBytes(report: (bytes: number) => void) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      report(bytes);
      yield chunk;
    }
  };
}
