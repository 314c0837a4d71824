import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sampleFolder } from '../dataset/import/import.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';

const sampleName = 'Fundus Studio sample';
/** Not the notice that lies beside them. */
const sampleParts = ['images', 'manual1', 'mask'];
/** Two for each of the six photographs. */
const sampleImages = 12;

/** Makes and opens a project of the photographs that come along, and queues all that shows what can be done. */
export async function openSample(application: Application): Promise<Project> {
  const { projects } = application.home;
  const project = await application.create(projects, freeName(projects, sampleName));
  const paths = sampleParts.map((part) => join(sampleFolder, part));
  await application.jobs.enqueue({ kind: 'import', options: { paths } });
  await application.jobs.enqueue({ kind: 'segment', options: {} });
  await application.jobs.enqueue({ kind: 'synthesize', options: { count: sampleImages, seed: 1 } });
  return project;
}

/** "Name", "Name 2", "Name 3", ... */
function freeName(parent: string, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!existsSync(join(parent, candidate))) return candidate;
  }
}
