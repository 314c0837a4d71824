import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectInfo, ProjectList } from '../../shared/api/projects.ts';
import { sampleFolder } from '../dataset/import/import.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

export function projectHandlers(application: Application): HandlersOf<'/project' | '/projects'> {
  return {
    'GET /projects': () => projectList(application),
    'GET /project': () => projectInfo(application.requireProject()),
    'POST /projects': async ({ body }) => projectInfo(await application.create(body.parent, body.name)),
    'POST /projects/open': async ({ body }) => projectInfo(await application.open(body.dir)),
    'POST /projects/sample': async () => projectInfo(await openSample(application)),
    'POST /projects/close': () => application.close(),
    'DELETE /projects/recent': ({ query }) => application.recent.remove(query.dir),
  };
}

async function projectList(application: Application): Promise<ProjectList> {
  const { project, recent, home } = application;
  return {
    recent: await recent.list(),
    defaultParent: home.projects,
    open: project ? await projectInfo(project) : null,
  };
}

async function projectInfo(project: Project): Promise<ProjectInfo> {
  const { name, createdAt } = await project.db.selectFrom('project').selectAll().executeTakeFirstOrThrow();
  const withMask = (origin: 'annotated' | 'predicted') =>
    count(
      project.db
        .selectFrom('masks')
        .select(({ fn }) => fn.count<number>('imageId').distinct().as('count'))
        .where('origin', '=', origin),
    );
  const rows = (table: 'images' | 'reviews' | 'syntheticImages') =>
    count(project.db.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('count')));
  return {
    dir: project.dir,
    name,
    createdAt,
    counts: {
      images: await rows('images'),
      annotated: await withMask('annotated'),
      predicted: await withMask('predicted'),
      reviewed: await rows('reviews'),
      synthetic: await rows('syntheticImages'),
    },
  };
}

async function count(query: { executeTakeFirstOrThrow(): Promise<{ count: number }> }): Promise<number> {
  return (await query.executeTakeFirstOrThrow()).count;
}

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
