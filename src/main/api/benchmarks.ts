import { availableParallelism } from 'node:os';
import { type BenchmarkChoices, parseBenchmark } from '../../shared/api/benchmark.ts';
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
import type { HandlersOf } from './endpoints.ts';

/** What can be benchmarked, and the reports that were made or imported. */
export function benchmarkHandlers(
  application: Application,
): HandlersOf<'/benchmark-choices' | '/benchmarks'> {
  return {
    'GET /benchmark-choices': () => choices(application.requireProject()),
    'GET /benchmarks': () => listBenchmarks(application.requireProject()),
    'POST /benchmarks': async ({ body }) => {
      const report = parseBenchmark(body);
      const info = await addBenchmark(application.requireProject(), report, { isImported: true });
      application.changed('benchmarks');
      return info;
    },
    'GET /benchmarks/:id': ({ params }) => getBenchmark(application.requireProject(), params.id),
    'PATCH /benchmarks/:id': async ({ params, body }) => {
      const info = await renameBenchmark(application.requireProject(), params.id, body.name);
      application.changed('benchmarks');
      return info;
    },
    'DELETE /benchmarks/:id': async ({ params }) => {
      await removeBenchmark(application.requireProject(), params.id);
      application.changed('benchmarks');
    },
  };
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
