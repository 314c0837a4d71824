import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { stripPng } from '../../imaging/containers/png.ts';
import { addPngText } from '../../imaging/encode.ts';
import { syntheticTitle } from '../../imaging/metadata.ts';
import { syncFolder, writeSynced } from '../../store/durable.ts';
import { sha256Of } from '../../store/files.ts';
import type { Project } from '../../store/project.ts';
import { creditsOf } from '../attribution.ts';
import { buildManifest, type ExportedFile, type Manifest, metadataCsv, software } from './manifest.ts';
import type { ExportItem } from './plan.ts';
import { readme } from './readme.ts';

interface FolderContent {
  readonly items: readonly ExportItem[];
  /** By default what the licences of the sources allow. */
  readonly licence: string | null;
}

/** Writes the exported folder at `root` and waits until it is on the disk. Returns every file, manifest included. */
export async function writeFolder(
  project: Project,
  root: string,
  { items, licence }: FolderContent,
  ctx: JobContext,
): Promise<{ files: ExportedFile[]; counts: Manifest['counts'] }> {
  const imageFolders = items.flatMap((item) => [dirname(item.imagePath), dirname(item.maskPath)]);
  const folders = new Set([...imageFolders, ...imageFolders.map((folder) => dirname(folder)), '.']);
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  const files = await writeImages(project, root, items, ctx);
  const credits = creditsOf(items);
  const manifest = buildManifest(
    items,
    { ...credits, licence: licence ?? credits.licence },
    new Date().toISOString(),
  );
  files.push(await writeListed(root, 'metadata.csv', Buffer.from(metadataCsv(items))));
  files.push(await writeListed(root, 'README.md', Buffer.from(readme(items, manifest))));
  const listing = JSON.stringify({ ...manifest, files } satisfies Manifest, null, 2);
  const all = [...files, await writeListed(root, 'manifest.json', Buffer.from(`${listing}\n`))];
  for (const folder of folders) await syncFolder(join(root, folder));
  return { files: all, counts: manifest.counts };
}

async function writeImages(
  project: Project,
  root: string,
  items: readonly ExportItem[],
  ctx: JobContext,
): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  const report = (done: number, detail?: string) =>
    ctx.report({ phase: 'Exporting images', done, total: items.length, ...(detail && { detail }) });
  for (const [index, item] of items.entries()) {
    throwIfCancelled(ctx.signal);
    report(index, item.imagePath);
    const image = await labelledPng(project, item.image.sha256, imageText(item));
    const mask = await labelledPng(project, item.image.maskSha256, maskText(item));
    files.push(await writeListed(root, item.imagePath, image));
    files.push(await writeListed(root, item.maskPath, mask));
  }
  report(items.length);
  throwIfCancelled(ctx.signal);
  return files;
}

async function writeListed(root: string, path: string, bytes: Uint8Array): Promise<ExportedFile> {
  await writeSynced(join(root, path), bytes);
  return { path, bytes: bytes.byteLength, sha256: sha256Of(bytes) };
}

/** A stored PNG with these text chunks and no others. */
async function labelledPng(
  project: Project,
  sha256: string,
  text: Record<string, string>,
): Promise<Uint8Array> {
  return addPngText(stripPng(await project.files.read(sha256, 'png')), text);
}

const softwareText = `${software.name} ${software.version}`;

/** With the keywords that the PNG specification registers (11.3.3.2). */
function imageText({ image, synthesizer }: ExportItem): Record<string, string> {
  return {
    Title: syntheticTitle,
    Source: `Model ${synthesizer.name}, SHA-256 ${image.modelSha256}, seed ${image.seed}`,
    Software: softwareText,
    Disclaimer:
      'Synthetic image made by a generative network: not a photograph of a person, not for diagnosis',
  };
}

function maskText({ image, imagePath, synthesizer }: ExportItem): Record<string, string> {
  return {
    Title: 'Vessel mask of a synthetic fundus photograph',
    Source: `What ${imagePath} was made from by model ${synthesizer.name}, SHA-256 ${image.modelSha256}`,
    Software: softwareText,
  };
}

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
