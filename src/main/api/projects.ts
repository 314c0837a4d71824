import { Hono } from 'hono';
import {
  createProjectSchema,
  forgetProjectSchema,
  openProjectSchema,
  type ProjectInfo,
  type ProjectList,
} from '../../shared/api/projects.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';
import { openSample } from './sample.ts';
import { json, query } from './validate.ts';

export function projectRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/projects', async ({ json }) => json(await projectList(application)));
  routes.get('/project', async ({ json }) => json(await projectInfo(application.requireProject())));
  routes.post('/projects', json(createProjectSchema), async (context) => {
    const { parent, name } = context.req.valid('json');
    return context.json(await projectInfo(await application.create(parent, name)), 201);
  });
  routes.post('/projects/open', json(openProjectSchema), async (context) => {
    const { dir } = context.req.valid('json');
    return context.json(await projectInfo(await application.open(dir)));
  });
  routes.post('/projects/sample', async ({ json }) =>
    json(await projectInfo(await openSample(application)), 201),
  );
  routes.post('/projects/close', async ({ body }) => {
    await application.close();
    return body(null, 204);
  });
  routes.delete('/projects/recent', query(forgetProjectSchema), async (context) => {
    await application.recent.remove(context.req.valid('query').dir);
    return context.body(null, 204);
  });
  return routes;
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
