import { describe, expect, it } from 'vitest';
import { addMask, getMask, latestMask, latestMasks, listMasks } from '../../../src/main/store/masks.ts';
import { maskOrigins } from '../../../src/shared/domain.ts';
import { fakeSha256, storeImage, storeModel, temporaryProject } from './support.ts';

const sha256 = fakeSha256('mask');

describe('masks', () => {
  it('are numbered from 1 in each image', async () => {
    const project = await temporaryProject();
    const [a, b] = [await storeImage(project, 'a'), await storeImage(project, 'b')];
    const versions = [];
    for (const image of [a, b, a, a]) {
      versions.push((await addMask(project, { imageId: image.id, origin: 'annotated', sha256 })).version);
    }
    expect(versions).toEqual([1, 1, 2, 3]);
  });

  it('get distinct numbers when added at once', async () => {
    const project = await temporaryProject();
    const { id } = await storeImage(project, 'a');
    const masks = await Promise.all(
      Array.from({ length: 25 }, () => addMask(project, { imageId: id, origin: 'annotated', sha256 })),
    );
    expect(new Set(masks.map((mask) => mask.version)).size).toBe(25);
  });

  it('keep their lineage: a prediction its model, an edit its parent of the same image', async () => {
    const project = await temporaryProject();
    const [a, b] = [await storeImage(project, 'a'), await storeImage(project, 'b')];
    const model = await storeModel(project, 'unet');
    const add = (imageId: number, rest: object) =>
      addMask(project, { imageId, origin: 'annotated', sha256, ...rest });
    await expect(add(a.id, { origin: 'predicted' })).rejects.toThrow(/CHECK/);
    await expect(add(a.id, { origin: 'predicted', modelId: 99 })).rejects.toThrow(/FOREIGN KEY/);
    await expect(add(a.id, { origin: 'edited' })).rejects.toThrow(/CHECK/);
    await expect(add(99, {})).rejects.toThrow(/FOREIGN KEY/);
    const parent = await add(a.id, { origin: 'predicted', modelId: model.id, probabilitySha256: sha256 });
    await expect(add(b.id, { origin: 'edited', parentId: parent.id })).rejects.toThrow(/FOREIGN KEY/);
    const edited = await add(a.id, { origin: 'edited', parentId: parent.id });
    expect(await getMask(project, edited.id)).toEqual(edited);
    expect(edited).toMatchObject({ version: 2, parentId: parent.id, modelId: null });
    expect(new Set((await listMasks(project)).map((mask) => mask.origin))).toEqual(
      new Set(maskOrigins.filter((origin) => origin !== 'annotated')),
    );
  });

  it('the latest is the highest version of the origins asked for', async () => {
    const project = await temporaryProject();
    const [a, b] = [await storeImage(project, 'a'), await storeImage(project, 'b')];
    const model = await storeModel(project, 'unet');
    const first = await addMask(project, { imageId: a.id, origin: 'annotated', sha256, observer: '1stHO' });
    const predicted = await addMask(project, {
      imageId: a.id,
      origin: 'predicted',
      sha256,
      modelId: model.id,
    });
    const other = await addMask(project, { imageId: b.id, origin: 'annotated', sha256 });
    expect(await latestMask(project, a.id)).toEqual(predicted);
    expect(await latestMask(project, a.id, ['annotated', 'edited'])).toEqual(first);
    expect(await latestMask(project, b.id, ['predicted'])).toBeUndefined();
    expect(await latestMasks(project)).toEqual([predicted, other]);
    expect(await latestMasks(project, ['predicted'])).toEqual([predicted]);
    expect(await listMasks(project, { modelId: model.id })).toEqual([predicted]);
  });
});
