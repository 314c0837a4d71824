import type { ProjectInfo, ProjectList } from '../../shared/api/projects.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';
import { openSample } from './sample.ts';

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
