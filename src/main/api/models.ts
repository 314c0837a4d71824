import type { QuantizationChoices } from '../../shared/api/quantization.ts';
import { keepProposal, readProposal, requireDiscardable } from '../jobs/quantize/proposals.ts';
import { quantizeDefaults, reduceRangeOf } from '../jobs/quantize/task.ts';
import { borrowedNetworks, listPlacedModels, makeSelfContained } from '../models/files.ts';
import { describeMachine, hasExactByteProducts } from '../runtime/machine.ts';
import { countTrainingImages } from '../store/images.ts';
import { setCurrentModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

/** The networks of the project. */
export function modelHandlers(application: Application): HandlersOf<'/models'> {
  return {
    'GET /models': () => listPlacedModels(application.requireProject()),
    'GET /models/borrowed': () => borrowedNetworks(application.requireProject()),
    'POST /models/self-contained': async () => {
      const added = await makeSelfContained(application.requireProject());
      application.changed('models');
      return added;
    },
    'PUT /models/:id/current': async ({ params }) => {
      await setCurrentModel(application.requireProject(), params.id);
      application.changed('models', 'runs');
    },
  };
}

/** What can be quantised with which settings, and what quantisations propose. */
export function quantizationHandlers(
  application: Application,
): HandlersOf<'/quantization-choices' | '/quantizations'> {
  return {
    'GET /quantization-choices': () => quantizationChoices(application.requireProject()),
    'GET /quantizations/:id': ({ params }) => readProposal(application.requireProject(), params.id),
    'POST /quantizations/:id/keep': async ({ params, body }) => {
      const model = await keepProposal(application.requireProject(), params.id, body);
      application.changed('models', 'runs');
      return model;
    },
    'DELETE /quantizations/:id': async ({ params }) => {
      await requireDiscardable(application.requireProject(), params.id);
      await application.jobs.forget(params.id);
    },
  };
}

async function quantizationChoices(project: Project): Promise<QuantizationChoices> {
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
