import { describe, expect, it } from 'vitest';
import { addEdit, setSavedMask } from '../../../src/main/store/drafts.ts';
import {
  addImage,
  findImageByName,
  findImageBySha256,
  getFov,
  getImage,
  listImageItems,
  listImages,
  setSplit,
  updateImages,
} from '../../../src/main/store/images.ts';
import { addMask, listMasks, setVerdict } from '../../../src/main/store/masks.ts';
import { removeImages } from '../../../src/main/store/remove-images.ts';
import { imageExtensions } from '../../../src/main/store/schema.ts';
import { addSyntheticImage } from '../../../src/main/store/synthetic.ts';
import { diagnoses, splits } from '../../../src/shared/domain.ts';
import { fakeSha256, newImage, storeImage, storeModel, temporaryProject } from './support.ts';

const annotation = { origin: 'annotated', sha256: fakeSha256('mask'), observer: '1stHO' } as const;

describe('images', () => {
  it('are stored with their FOV, masks and split, and found by each key', async () => {
    const project = await temporaryProject();
    const image = await storeImage(project, '01_h', { masks: [annotation, annotation], split: 'val' });
    expect(image).toEqual({ ...newImage('01_h'), id: image.id, split: 'val', createdAt: image.createdAt });
    expect(await getFov(project, image.id)).toMatchObject({ imageId: image.id, origin: 'given' });
    expect(await listMasks(project)).toMatchObject([{ version: 1, observer: '1stHO' }, { version: 2 }]);
    expect(await getImage(project, image.id)).toEqual(image);
    expect(await findImageByName(project, '01_h')).toEqual(image);
    expect(await findImageBySha256(project, image.sha256)).toEqual(image);
    expect(await findImageByName(project, '01_H')).toBeUndefined();
    expect(await findImageBySha256(project, fakeSha256('other'))).toBeUndefined();
  });

  it('are stored whole or not at all', async () => {
    const project = await temporaryProject();
    const broken = { ...annotation, origin: 'predicted' } as const;
    await expect(storeImage(project, '01_h', { masks: [annotation, broken] })).rejects.toThrow(/CHECK/);
    expect(await listImages(project)).toEqual([]);
    expect(await listMasks(project)).toEqual([]);
  });

  it('have unique names and unique content', async () => {
    const project = await temporaryProject();
    await storeImage(project, '01_h');
    const fov = { sha256: fakeSha256('fov'), origin: 'given' } as const;
    const sameName = newImage('01_h', { sha256: fakeSha256('other') });
    await expect(addImage(project, sameName, { fov })).rejects.toThrow(/UNIQUE.*images\.name/);
    const sameContent = newImage('02_h', { sha256: fakeSha256('01_h') });
    await expect(addImage(project, sameContent, { fov })).rejects.toThrow(/UNIQUE.*images\.sha256/);
  });

  it('are listed by name and filtered', async () => {
    const project = await temporaryProject();
    const b = await storeImage(project, 'b', { split: 'train' });
    const a = await storeImage(project, 'a', { split: 'test' });
    const names = async (...args: Parameters<typeof listImages> extends [unknown, ...infer R] ? R : never) =>
      (await listImages(project, ...args)).map((image) => image.name);
    expect(await names()).toEqual(['a', 'b']);
    expect(await names({ split: 'test' })).toEqual(['a']);
    expect(await names({ diagnosis: 'g' })).toEqual([]);
    expect(await names({ ids: [b.id] })).toEqual(['b']);
    expect(await names({ ids: [] })).toEqual([]);
    await setSplit(project, a.id, 'train');
    expect(await names({ split: 'train' })).toEqual(['a', 'b']);
  });

  it('allow every value of the enumerations and no other', async () => {
    const project = await temporaryProject();
    for (const value of diagnoses) {
      const image = newImage(value, { diagnosis: value });
      await addImage(project, image, { fov: { sha256: image.sha256, origin: 'estimated' } });
    }
    for (const split of splits) await setSplit(project, 1, split);
    for (const extension of imageExtensions) {
      await project.db.updateTable('images').set({ extension }).where('id', '=', 1).execute();
    }
    const sql = project.db.updateTable('images').set('diagnosis', 'unknown' as 'h');
    await expect(sql.execute()).rejects.toThrow(/CHECK/);
  });

  it('take their FOV, masks and split with them, unless a synthetic image descends from them', async () => {
    const project = await temporaryProject();
    const image = await storeImage(project, '01_h', { masks: [annotation], split: 'train' });
    await removeImages(project, [image.id]);
    for (const table of ['images', 'fovs', 'masks', 'splits'] as const) {
      expect(await project.db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    const parent = await storeImage(project, '02_h', { masks: [annotation] });
    const model = await storeModel(project, 'gan', 'synthesizer');
    const [mask] = await listMasks(project, { imageId: parent.id });
    await addSyntheticImage(project, {
      name: 's1',
      sha256: fakeSha256('s1'),
      maskId: mask!.id,
      maskSha256: fakeSha256('label'),
      modelId: model.id,
      modelSha256: model.sha256,
      seed: 1,
      diagnosis: 'h',
      style: [],
      width: 8,
      height: 8,
    });
    const other = await storeImage(project, '03_h');
    await expect(removeImages(project, [other.id, parent.id])).rejects.toMatchObject({
      code: 'in-use',
      message: '1 synthetic image was made from the masks of 02_h',
    });
    expect(await listImages(project)).toEqual([parent, other]);
  });

  it('take their review, draft and edited masks with them', async () => {
    const project = await temporaryProject();
    const image = await storeImage(project, '01_h', { masks: [annotation] });
    const [mask] = await listMasks(project);
    const edit = { imageId: image.id, origin: 'edited' as const, sha256: fakeSha256('edited') };
    const edited = await addMask(project, { ...edit, parentId: mask!.id });
    await setVerdict(project, image.id, 'accepted');
    const stroke = { position: 0, label: 'brush', left: 0, top: 0, width: 1, height: 1 };
    await addEdit(project, image.id, edited.id, { ...stroke, bits: Uint8Array.of(1) });
    await setSavedMask(project, image.id, edited.id);
    await removeImages(project, [image.id]);
    for (const table of ['images', 'masks', 'reviews', 'drafts', 'draftEdits'] as const) {
      expect(await project.db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });

  it('are listed with what is known of them, each once', async () => {
    const project = await temporaryProject();
    const b = await storeImage(project, 'b', { masks: [annotation, annotation], split: 'val' });
    const a = await storeImage(project, 'a');
    const model = await storeModel(project, 'unet');
    const predicted = { origin: 'predicted' as const, sha256: fakeSha256('predicted'), modelId: model.id };
    await addMask(project, { imageId: b.id, ...predicted });
    await setVerdict(project, b.id, 'needs-work');
    const none = { annotated: 0, predicted: 0, edited: 0 };
    expect(await listImageItems(project)).toMatchObject([
      { id: a.id, name: 'a', split: null, verdict: null, masks: none },
      {
        id: b.id,
        name: 'b',
        split: 'val',
        verdict: 'needs-work',
        masks: { ...none, annotated: 2, predicted: 1 },
      },
    ]);
    expect((await listImageItems(project, [b.id])).map(({ name }) => name)).toEqual(['b']);
    expect(await listImageItems(project, [])).toEqual([]);
  });

  it('are changed by tens of thousands at once, all of them or none', async () => {
    const project = await temporaryProject();
    const { id } = await storeImage(project, 'a');
    const ids = Array.from({ length: 50_000 }, (_, index) => id + index);
    await expect(updateImages(project, { ids, split: 'test' })).rejects.toMatchObject({
      code: 'not-found',
      message: '49999 of the 50000 images are not in the project',
    });
    expect((await getImage(project, id)).split).toBeNull();
    await updateImages(project, { ids: [id, id], split: 'test', diagnosis: null });
    expect(await getImage(project, id)).toMatchObject({ split: 'test', diagnosis: null });
  });

  it('that are missing are named', async () => {
    const project = await temporaryProject();
    await expect(getImage(project, 5)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('image 5'),
    });
    await expect(getFov(project, 5)).rejects.toMatchObject({ code: 'not-found' });
  });
});
