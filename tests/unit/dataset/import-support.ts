import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ImportOptions, importPaths } from '../../../src/main/dataset/import/import.ts';
import { decodeMask } from '../../../src/main/imaging/decode.ts';
import { findImageByName } from '../../../src/main/store/images.ts';
import type { Project } from '../../../src/main/store/project.ts';
import type { ImportReport } from '../../../src/shared/jobs/results.ts';
import type { JobContext } from '../../../src/shared/progress.ts';
import { discMask, photograph, toGrey, toSharp, vesselMask } from '../imaging/pictures.ts';
import { temporaryFolder } from '../store/support.ts';

export const width = 96;
export const height = 64;

/** Different photographs for different seeds. */
function fundus(seed: number) {
  const picture = photograph(width, height);
  const data = picture.data.map((value, i) => (value > 0 && i % 3 === 0 ? value - 20 - seed : value));
  return toSharp({ ...picture, data });
}

export const jpeg = (seed: number) => fundus(seed).jpeg().toBuffer();
export const png = (seed: number) => fundus(seed).png().toBuffer();
export const tiff = (seed: number) => fundus(seed).tiff({ compression: 'lzw' }).toBuffer();
export const ppm = async (seed: number) =>
  Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), await fundus(seed).raw().toBuffer()]);
export const vessels = (shift = 0, [w, h] = [width, height]) =>
  toSharp(toGrey(vesselMask(w, h, shift)))
    .toColourspace('b-w')
    .tiff({ compression: 'lzw', bitdepth: 1, predictor: 'none' })
    .toBuffer();
export const vesselsGif = (shift = 0) =>
  toSharp(toGrey(vesselMask(width, height, shift)))
    .gif()
    .toBuffer();
export const fovGif = () =>
  toSharp(toGrey(discMask(width, height)))
    .gif()
    .toBuffer();

type Content = Uint8Array | string | Promise<Uint8Array>;

/** Writes files into a folder that is removed when the test ends. */
export async function dataset(files: Record<string, Content>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await content);
  }
  return folder;
}

export function context(changes: Partial<JobContext> = {}): JobContext {
  return { report: () => {}, signal: new AbortController().signal, ...changes };
}

export async function importFrom(
  project: Project,
  folder: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  return importPaths(project, [folder], options, context());
}

export const imageNamed = async (project: Project, name: string) => (await findImageByName(project, name))!;
/** The values of a stored mask. */
export const pixels = async (project: Project, sha256: string) => [
  ...(await decodeMask(await project.files.read(sha256, 'png'))).data,
];

/** The stored files, without the database's. */
export async function storedFiles(project: Project): Promise<string[]> {
  const entries = await readdir(join(project.dir, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
