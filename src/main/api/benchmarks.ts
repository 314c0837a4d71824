import { availableParallelism } from 'node:os';
import { Hono } from 'hono';
import { z } from 'zod';
import { type BenchmarkChoices, renameBenchmarkSchema } from '../../shared/api/benchmark.ts';
import { parseBenchmark } from '../../shared/parse-benchmark.ts';
import { presetPlan } from '../benchmark/plan.ts';
import { isInUse, modelFamilies } from '../jobs/benchmark/models.ts';
import { backendStatus } from '../runtime/backends.ts';
import { describeMachine } from '../runtime/machine.ts';
import {
  addBenchmark,
  getBenchmark,
  listBenchmarks,
  removeBenchmark,
  renameBenchmark,
} from '../store/benchmarks.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';
import { json, param } from './validate.ts';

const id = param(z.object({ id: z.uuid() }));

/** What can be benchmarked, and the reports that were made or imported. */
export function benchmarkRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/benchmark-choices', async (context) =>
    context.json(await choices(application.requireProject())),
  );
  routes.get('/benchmarks', async (context) =>
    context.json(await listBenchmarks(application.requireProject())),
  );
  routes.post('/benchmarks', json(z.unknown()), async (context) => {
    const report = parseBenchmark(context.req.valid('json'));
    const info = await addBenchmark(application.requireProject(), report, { isImported: true });
    application.changed('benchmarks');
    return context.json(info, 201);
  });
  routes.get('/benchmarks/:id', id, async (context) =>
    context.json(await getBenchmark(application.requireProject(), context.req.valid('param').id)),
  );
  routes.patch('/benchmarks/:id', id, json(renameBenchmarkSchema), async (context) => {
    const { name } = context.req.valid('json');
    const project = application.requireProject();
    const info = await renameBenchmark(project, context.req.valid('param').id, name);
    application.changed('benchmarks');
    return context.json(info);
  });
  routes.delete('/benchmarks/:id', id, async (context) => {
    await removeBenchmark(application.requireProject(), context.req.valid('param').id);
    application.changed('benchmarks');
    return context.body(null, 204);
  });
  return routes;
}

async function choices(project: Project): Promise<BenchmarkChoices> {
  const backends = await backendStatus();
  const cores = availableParallelism();
  const families = await modelFamilies(project);
  return {
    machine: describeMachine(backends),
    presets: {
      quick: presetPlan('quick', cores, backends),
      full: presetPlan('full', cores, backends),
    },
    backends,
    models: families.map((family) => ({
      kind: family.fp32.card.kind,
      name: family.fp32.row.name,
      int8: family.int8.map(({ row }) => row.name),
      isDefault: isInUse(family),
    })),
  };
}
