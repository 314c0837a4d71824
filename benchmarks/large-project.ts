import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { decodeImage } from '../src/main/imaging/decode.ts';
import { encodePng, encodeThumbnail } from '../src/main/imaging/encode.ts';
import { addShippedModels } from '../src/main/models/shipped.ts';
import { sha256Of } from '../src/main/store/files.ts';
import { createProject, type Project } from '../src/main/store/project.ts';
import { diagnoses } from '../src/shared/domain.ts';

const samplePictures = resolve(import.meta.dirname, '../resources/sample/images');
const rowsPerStatement = 500;

/**
 * Makes a project of many small photographs, each with an annotation and a synthetic image. Every picture is a file of
 * its own: one of the sample's thumbnails with a number in a comment segment. Files are not synced: it is thrown away.
 */
export async function makeLargeProject(dir: string, count: number): Promise<void> {
  const project = createProject(dir, `${count} images`);
  try {
    await addShippedModels(project);
    const thumbnails = await sampleThumbnails();
    const { width, height } = await decodeImage(thumbnails[0]!);
    const mask = { width, height, data: new Uint8Array(width * height).fill(1) };
    const maskSha256 = await project.files.put(await encodePng(mask), 'png');
    const pictures = Array.from({ length: 2 * count }, (_, number) =>
      putUnsynced(project, withNumber(thumbnails[number % thumbnails.length]!, number)),
    );
    const size = { width, height };
    await addImages(project, pictures.slice(0, count), maskSha256, size);
    await addSynthetic(project, pictures.slice(count), maskSha256, size);
  } finally {
    project.close();
  }
}

async function sampleThumbnails(): Promise<Uint8Array[]> {
  const names = (await readdir(samplePictures)).sort();
  return Promise.all(
    names.map(async (name) => encodeThumbnail(await decodeImage(await readFile(join(samplePictures, name))))),
  );
}

/** A JPEG with a comment segment (ITU-T T.81, B.2.4.5) after its start: another file, the same picture. */
function withNumber(jpeg: Uint8Array, number: number): Uint8Array {
  const text = Buffer.from(String(number));
  const segment = Buffer.from([0xff, 0xfe, 0, text.length + 2, ...text]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

function putUnsynced(project: Project, bytes: Uint8Array): string {
  const sha256 = sha256Of(bytes);
  const file = project.files.path(sha256, 'jpg');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return sha256;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

async function addImages(
  project: Project,
  pictures: readonly string[],
  mask: string,
  size: Size,
): Promise<void> {
  const createdAt = new Date().toISOString();
  const images = pictures.map((sha256, index) => ({
    id: index + 1,
    name: `image-${String(index + 1).padStart(5, '0')}`,
    sha256,
    extension: 'jpg' as const,
    ...size,
    diagnosis: diagnoses[index % diagnoses.length]!,
    sourceLayout: 'plain',
    sourceFile: `image-${index + 1}.jpg`,
    fieldAngle: 45,
    fovDiameter: size.width,
    stripped: '[]',
    thumbnailSha256: sha256,
    createdAt,
  }));
  await inBatches(images, async (rows) => {
    await project.db.insertInto('images').values(rows).execute();
    const fovs = rows.map(({ id }) => ({ imageId: id, sha256: mask, origin: 'given' as const }));
    await project.db.insertInto('fovs').values(fovs).execute();
    const splits = rows.map(({ id }) => ({
      imageId: id,
      split: id % 2 ? ('train' as const) : ('test' as const),
    }));
    await project.db.insertInto('splits').values(splits).execute();
    const masks = rows.map(({ id }) => ({
      id,
      imageId: id,
      version: 1,
      origin: 'annotated' as const,
      sha256: mask,
      createdAt,
    }));
    await project.db.insertInto('masks').values(masks).execute();
  });
}

async function addSynthetic(
  project: Project,
  pictures: readonly string[],
  mask: string,
  size: Size,
): Promise<void> {
  const createdAt = new Date().toISOString();
  const model = await project.db
    .selectFrom('models')
    .selectAll()
    .where('kind', '=', 'synthesizer')
    .executeTakeFirstOrThrow();
  const rows = pictures.map((sha256, index) => ({
    name: `synthetic-${String(index + 1).padStart(5, '0')}`,
    sha256,
    thumbnailSha256: sha256,
    maskId: index + 1,
    maskSha256: mask,
    modelId: model.id,
    modelSha256: model.sha256,
    seed: index,
    diagnosis: diagnoses[index % diagnoses.length]!,
    style: '[]',
    ...size,
    createdAt,
  }));
  await inBatches(rows, async (batch) => {
    await project.db.insertInto('syntheticImages').values(batch).execute();
  });
}

async function inBatches<T>(rows: readonly T[], insert: (batch: T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    await insert(rows.slice(start, start + rowsPerStatement));
  }
}
