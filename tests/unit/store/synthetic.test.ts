import { describe, expect, it } from 'vitest';
import { addMask } from '../../../src/main/store/masks.ts';
import type { Project } from '../../../src/main/store/project.ts';
import {
  addSyntheticImage,
  countSyntheticImages,
  listSyntheticImages,
  listTags,
  updateSyntheticImages,
} from '../../../src/main/store/synthetic.ts';
import { fakeSha256, storeImage, storeModel, temporaryProject } from './support.ts';

async function lineage(project: Project) {
  const image = await storeImage(project, '01_h');
  const mask = await addMask(project, { imageId: image.id, origin: 'annotated', sha256: fakeSha256('mask') });
  const model = await storeModel(project, 'gan', 'synthesizer');
  return {
    name: 'synthetic-1',
    sha256: fakeSha256('synthetic-1'),
    maskId: mask.id,
    maskSha256: fakeSha256('label'),
    modelId: model.id,
    modelSha256: model.sha256,
    seed: 42,
    diagnosis: 'g',
    style: [0.25, -1.5],
    width: 64,
    height: 48,
  } as const;
}

describe('synthetic images', () => {
  it('keep their whole lineage', async () => {
    const project = await temporaryProject();
    const image = await lineage(project);
    const row = await addSyntheticImage(project, image);
    const undecided = { isKept: null, thumbnailSha256: null };
    expect(row).toEqual({ ...image, ...undecided, id: row.id, createdAt: row.createdAt });
    expect(await listSyntheticImages(project)).toEqual([row]);
  });

  it('are stored once however often the same image is made', async () => {
    const project = await temporaryProject();
    const image = await lineage(project);
    const first = await addSyntheticImage(project, image);
    expect(await addSyntheticImage(project, { ...image, name: 'synthetic-2' })).toEqual(first);
    expect(await listSyntheticImages(project)).toHaveLength(1);
  });

  it('refuse a name that another image has, and lineage that is not there', async () => {
    const project = await temporaryProject();
    const image = await lineage(project);
    await addSyntheticImage(project, image);
    const other = { ...image, sha256: fakeSha256('other') };
    await expect(addSyntheticImage(project, other)).rejects.toThrow(/UNIQUE.*name/);
    await expect(addSyntheticImage(project, { ...other, name: 'x', maskId: 99 })).rejects.toThrow(
      /FOREIGN KEY/,
    );
    await expect(addSyntheticImage(project, { ...other, name: 'x', modelId: 99 })).rejects.toThrow(
      /FOREIGN KEY/,
    );
  });

  it('tell how many come from an image', async () => {
    const project = await temporaryProject();
    const image = await lineage(project);
    await addSyntheticImage(project, image);
    await addSyntheticImage(project, { ...image, name: 'b', sha256: fakeSha256('b') });
    const other = await storeImage(project, '02_h');
    expect([await countSyntheticImages(project, 1), await countSyntheticImages(project, other.id)]).toEqual([
      2, 0,
    ]);
  });

  it('lose their tags with themselves', async () => {
    const project = await temporaryProject();
    const { id } = await addSyntheticImage(project, await lineage(project));
    await updateSyntheticImages(project, { ids: [id], addTags: ['b', 'a', 'b'] });
    expect(await listTags(project)).toEqual(new Map([[id, ['a', 'b']]]));
    await project.db.deleteFrom('syntheticImages').execute();
    expect(await project.db.selectFrom('syntheticTags').selectAll().execute()).toEqual([]);
  });
});
