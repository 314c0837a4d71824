import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { addImage, type ImageParts, type ImageRow, type NewImage } from '../../../src/main/store/images.ts';
import { type ModelRow, registerModel } from '../../../src/main/store/models.ts';
import { createProject, type Project } from '../../../src/main/store/project.ts';

/** A folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A new project, closed and removed when the test ends. */
export async function temporaryProject(): Promise<Project> {
  const project = createProject(join(await temporaryFolder(), 'project'));
  onTestFinished(() => project.close());
  return project;
}

/** A distinct, well-formed SHA-256 for rows whose file is not read. */
export function fakeSha256(text: string): string {
  return Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64);
}

export function newImage(name: string, changes: Partial<NewImage> = {}): NewImage {
  return {
    name,
    sha256: fakeSha256(name),
    extension: 'jpg',
    width: 64,
    height: 48,
    diagnosis: 'h',
    sourceLayout: 'hrf',
    sourceFile: `images/${name}.jpg`,
    fieldAngle: 60,
    fovDiameter: 60,
    stripped: ['exif'],
    thumbnailSha256: null,
    ...changes,
  };
}

export async function storeImage(
  project: Project,
  name: string,
  parts: Partial<ImageParts> = {},
): Promise<ImageRow> {
  return addImage(project, newImage(name), {
    fov: { sha256: fakeSha256(`fov of ${name}`), origin: 'given' },
    ...parts,
  });
}

export async function storeModel(
  project: Project,
  name: string,
  kind: 'segmenter' | 'synthesizer' = 'segmenter',
): Promise<ModelRow> {
  return registerModel(project, { name, kind, sha256: fakeSha256(name), card: { title: name } });
}
