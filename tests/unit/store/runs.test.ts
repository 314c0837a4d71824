import { describe, expect, it } from 'vitest';
import {
  addRunMetrics,
  continueRun,
  finishRun,
  getRun,
  listRunMetrics,
  listRuns,
  startRun,
  updateRun,
} from '../../../src/main/store/runs.ts';
import { fakeSha256, storeModel, temporaryProject } from './support.ts';

const run = { modelKind: 'segmenter', seed: 7, steps: 100, options: { width: 8 } } as const;

describe('training runs', () => {
  it('are followed from start over cancel and resume to the model', async () => {
    const project = await temporaryProject();
    const { id } = await startRun(project, run);
    expect(await getRun(project, id)).toMatchObject({ ...run, status: 'running', step: 0, finishedAt: null });
    await updateRun(project, id, { step: 40, checkpointSha256: fakeSha256('checkpoint') });
    await finishRun(project, id, 'cancelled');
    expect(await getRun(project, id)).toMatchObject({ status: 'cancelled', finishedAt: expect.any(String) });
    await continueRun(project, id, null);
    expect(await getRun(project, id)).toMatchObject({ status: 'running', step: 40, finishedAt: null });
    const model = await storeModel(project, 'unet');
    await updateRun(project, id, { step: 100, modelId: model.id });
    await finishRun(project, id, 'finished');
    expect(await listRuns(project, 'segmenter')).toMatchObject([
      { id, status: 'finished', modelId: model.id },
    ]);
    expect(await listRuns(project, 'synthesizer')).toEqual([]);
  });

  it('keep their figures; a step done again overwrites', async () => {
    const project = await temporaryProject();
    const { id } = await startRun(project, run);
    await addRunMetrics(project, id, []);
    await addRunMetrics(project, id, [
      { step: 1, name: 'loss', value: 0.5 },
      { step: 2, name: 'loss', value: 0.25 },
      { step: 2, name: 'f1', value: 0.7 },
    ]);
    await addRunMetrics(project, id, [
      { step: 2, name: 'loss', value: 0.125 },
      { step: 3, name: 'loss', value: Number.NaN },
    ]);
    expect(await listRunMetrics(project, id, 'loss')).toEqual([
      { step: 1, name: 'loss', value: 0.5 },
      { step: 2, name: 'loss', value: 0.125 },
      { step: 3, name: 'loss', value: null },
    ]);
    expect(await listRunMetrics(project, id)).toHaveLength(4);
    await expect(addRunMetrics(project, 99, [{ step: 1, name: 'loss', value: 1 }])).rejects.toThrow(
      /FOREIGN KEY/,
    );
    await expect(getRun(project, 99)).rejects.toMatchObject({ code: 'not-found' });
  });
});
