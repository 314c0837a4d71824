import { describe, expect, it } from 'vitest';
import {
  addEdit,
  getDraft,
  getEdit,
  listAppliedEdits,
  removeDraft,
  setCursor,
  setSavedMask,
} from '../../../src/main/store/drafts.ts';
import { addMask } from '../../../src/main/store/masks.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { fakeSha256, storeImage, temporaryProject } from './support.ts';

async function imageWithMask(project: Project, name: string) {
  const { id: imageId } = await storeImage(project, name);
  const mask = await addMask(project, { imageId, origin: 'annotated', sha256: fakeSha256(name) });
  return { imageId, maskId: mask.id };
}

const edit = (position: number, value = position) => ({
  ...{ position, label: `edit ${value}`, left: value, top: 2, width: 3, height: 4 },
  bits: Uint8Array.of(value, 255),
});

describe('drafts', () => {
  it('are there once the first edit is, one an image', async () => {
    const project = await temporaryProject();
    const [a, b] = [await imageWithMask(project, 'a'), await imageWithMask(project, 'b')];
    expect(await getDraft(project, a.imageId)).toBeNull();
    await addEdit(project, a.imageId, a.maskId, edit(0));
    await addEdit(project, b.imageId, b.maskId, edit(0, 7));
    await addEdit(project, a.imageId, a.maskId, edit(1));
    const { bits, ...first } = edit(0);
    const { bits: _, ...second } = edit(1);
    expect(await getDraft(project, a.imageId)).toEqual({
      baseMaskId: a.maskId,
      cursor: 2,
      edits: [first, second],
      savedMaskId: null,
    });
    expect(await getEdit(project, a.imageId, 0)).toMatchObject(first);
    expect([...(await getEdit(project, a.imageId, 0)).bits]).toEqual([...bits]);
    expect((await listAppliedEdits(project, b.imageId)).map(({ label }) => label)).toEqual(['edit 7']);
  });

  it('apply the edits before their cursor, and lose the others to a new one', async () => {
    const project = await temporaryProject();
    const { imageId, maskId } = await imageWithMask(project, 'a');
    for (const position of [0, 1, 2, 3]) await addEdit(project, imageId, maskId, edit(position));
    await setCursor(project, imageId, 2);
    const applied = async () => (await listAppliedEdits(project, imageId)).map(({ label }) => label);
    expect(await applied()).toEqual(['edit 0', 'edit 1']);
    await setCursor(project, imageId, 4);
    expect(await applied()).toHaveLength(4);
    await setCursor(project, imageId, 0);
    expect(await applied()).toEqual([]);
    await addEdit(project, imageId, maskId, edit(1, 9));
    expect(await applied()).toEqual(['edit 0', 'edit 9']);
    expect((await getDraft(project, imageId))?.edits).toHaveLength(2);
  });

  it('forget which version they are saved as when they change', async () => {
    const project = await temporaryProject();
    const { imageId, maskId } = await imageWithMask(project, 'a');
    const saved = async () => (await getDraft(project, imageId))?.savedMaskId;
    await addEdit(project, imageId, maskId, edit(0));
    await setSavedMask(project, imageId, maskId);
    await setCursor(project, imageId, 1);
    expect(await saved()).toBe(maskId);
    await setCursor(project, imageId, 0);
    expect(await saved()).toBeNull();
    await setSavedMask(project, imageId, maskId);
    await addEdit(project, imageId, maskId, edit(0));
    expect(await saved()).toBeNull();
  });

  it('stay as they are when an edit is refused', async () => {
    const project = await temporaryProject();
    const [a, b] = [await imageWithMask(project, 'a'), await imageWithMask(project, 'b')];
    await expect(addEdit(project, a.imageId, a.maskId, edit(1))).rejects.toMatchObject({ code: 'usage' });
    expect(await getDraft(project, a.imageId)).toBeNull();
    await addEdit(project, a.imageId, a.maskId, edit(0));
    await setSavedMask(project, a.imageId, a.maskId);
    const before = await getDraft(project, a.imageId);
    await expect(addEdit(project, a.imageId, b.maskId, edit(1))).rejects.toMatchObject({ code: 'usage' });
    await expect(addEdit(project, a.imageId, a.maskId, edit(2))).rejects.toMatchObject({ code: 'usage' });
    await expect(setCursor(project, a.imageId, 2)).rejects.toMatchObject({ code: 'usage' });
    expect(await getDraft(project, a.imageId)).toEqual(before);
    await expect(addEdit(project, b.imageId, a.maskId, edit(0))).rejects.toThrow(/FOREIGN KEY/);
  });

  it('go with all their edits', async () => {
    const project = await temporaryProject();
    const { imageId, maskId } = await imageWithMask(project, 'a');
    await addEdit(project, imageId, maskId, edit(0));
    await removeDraft(project, imageId);
    expect(await project.db.selectFrom('draftEdits').selectAll().execute()).toEqual([]);
    await expect(setCursor(project, imageId, 0)).rejects.toMatchObject({ code: 'not-found' });
    await expect(getEdit(project, imageId, 0)).rejects.toMatchObject({ code: 'not-found' });
  });
});
