import { Hono } from 'hono';
import { keepQuantizationSchema, type QuantizationChoices } from '../../shared/api/quantization.ts';
import type { ModelInfo } from '../../shared/api/training.ts';
import { quantizeDefaults, reduceRangeOf } from '../jobs/quantize/options.ts';
import { keepProposal, readProposal, requireDiscardable } from '../jobs/quantize/proposals.ts';
import { describeMachine } from '../runtime/machine.ts';
import { hasExactByteProducts } from '../runtime/processor.ts';
import { countTrainingImages } from '../store/images.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';
import { id, json } from './validate.ts';

/** What can be quantised with which settings, and what quantisations propose. */
export function quantizationRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/quantization-choices', async (context) =>
    context.json(await choices(application.requireProject())),
  );
  routes.get('/quantizations/:id', id, async (context) =>
    context.json(await readProposal(application.requireProject(), context.req.valid('param').id)),
  );
  routes.post('/quantizations/:id/keep', id, json(keepQuantizationSchema), async (context) => {
    const project = application.requireProject();
    const model: ModelInfo = await keepProposal(
      project,
      context.req.valid('param').id,
      context.req.valid('json'),
    );
    application.changed('models', 'runs');
    return context.json(model, 201);
  });
  routes.delete('/quantizations/:id', id, async (context) => {
    const { id } = context.req.valid('param');
    await requireDiscardable(application.requireProject(), id);
    await application.jobs.forget(id);
    return context.body(null, 204);
  });
  return routes;
}

async function choices(project: Project): Promise<QuantizationChoices> {
  const { cpu, instructionSets } = describeMachine();
  return {
    defaults: { ...quantizeDefaults, reduceRange: reduceRangeOf({}) },
    trainingImages: await countTrainingImages(project, 'train'),
    validationImages: await countTrainingImages(project, 'val'),
    processor: {
      name: cpu,
      instructionSets,
      hasExactByteProducts: hasExactByteProducts(instructionSets),
    },
  };
}
