import { describe, expect, it } from 'vitest';
import {
  currentModel,
  findModelByName,
  findModelBySha256,
  getModel,
  listModels,
  registerModel,
  setCurrentModel,
} from '../../../src/main/store/models.ts';
import { fakeSha256, storeModel, temporaryProject } from './support.ts';

describe('models', () => {
  it('the newest of a kind is current, kinds apart', async () => {
    const project = await temporaryProject();
    expect(await currentModel(project, 'segmenter')).toBeUndefined();
    const first = await storeModel(project, 'unet-a');
    const gan = await storeModel(project, 'gan', 'synthesizer');
    const second = await storeModel(project, 'unet-b');
    expect(await currentModel(project, 'segmenter')).toEqual(second);
    expect(await currentModel(project, 'synthesizer')).toEqual(gan);
    await setCurrentModel(project, first.id);
    expect((await currentModel(project, 'segmenter'))?.id).toBe(first.id);
    expect((await currentModel(project, 'synthesizer'))?.id).toBe(gan.id);
    expect((await listModels(project, 'segmenter')).map((model) => model.isCurrent)).toEqual([true, false]);
    expect(await listModels(project)).toHaveLength(3);
  });

  it('are known by their content: registering one again makes it current and keeps its row', async () => {
    const project = await temporaryProject();
    const first = await storeModel(project, 'unet-a');
    await storeModel(project, 'unet-b');
    const again = await registerModel(project, {
      name: 'other name',
      kind: 'segmenter',
      sha256: first.sha256,
      card: {},
    });
    expect(again).toEqual(first);
    expect(await listModels(project)).toHaveLength(2);
  });

  it('get a number when their name is taken', async () => {
    const project = await temporaryProject();
    const register = (sha256: string) =>
      registerModel(project, { name: 'unet', kind: 'segmenter', sha256, card: null });
    expect((await register(fakeSha256('1'))).name).toBe('unet');
    expect((await register(fakeSha256('2'))).name).toBe('unet-2');
    expect((await register(fakeSha256('3'))).name).toBe('unet-3');
  });

  it('keep their card as it is, and are found by name and content', async () => {
    const project = await temporaryProject();
    const card = { widths: [8, 16], snake_case: { innerKey: null } };
    const model = await registerModel(project, {
      name: 'unet',
      kind: 'segmenter',
      sha256: fakeSha256('unet'),
      card,
    });
    expect(model.card).toEqual(card);
    expect(await findModelByName(project, 'unet')).toEqual(model);
    expect(await findModelBySha256(project, model.sha256)).toEqual(model);
    expect(await findModelByName(project, 'u')).toBeUndefined();
    await expect(getModel(project, 9)).rejects.toMatchObject({ code: 'not-found' });
    await expect(setCurrentModel(project, 9)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuse a run that is not there', async () => {
    const project = await temporaryProject();
    const model = { name: 'm', kind: 'segmenter', sha256: fakeSha256('m'), card: {}, runId: 3 } as const;
    await expect(registerModel(project, model)).rejects.toThrow(/FOREIGN KEY/);
  });
});
