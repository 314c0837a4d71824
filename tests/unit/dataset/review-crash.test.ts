import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draftMask } from '../../../src/main/dataset/review.ts';
import { encodePng } from '../../../src/main/imaging/encode.ts';
import { getDraft } from '../../../src/main/store/drafts.ts';
import { addMask } from '../../../src/main/store/masks.ts';
import { createProject, openProject } from '../../../src/main/store/project.ts';
import { runScript } from '../store/processes.ts';
import { storeImage, temporaryFolder } from '../store/support.ts';
import { drawn, height, noise, strokesAfter, width } from './strokes.ts';

/** Makes a project with one image and its mask. @returns its folder */
async function projectWithMask(): Promise<string> {
  const dir = join(await temporaryFolder(), 'project');
  const project = createProject(dir);
  const { id: imageId } = await storeImage(project, '01_h');
  await project.db.updateTable('images').set({ width, height }).execute();
  const sha256 = await project.files.put(await encodePng({ width, height, data: noise(1) }), 'png');
  await addMask(project, { imageId, origin: 'annotated', sha256 });
  project.close();
  return dir;
}

async function draftIn(dir: string) {
  const project = openProject(dir);
  try {
    return { draft: await getDraft(project, 1), data: (await draftMask(project, 1)).data };
  } finally {
    project.close();
  }
}

test('an editor that is killed again and again loses at most the step in progress', async () => {
  const dir = await projectWithMask();
  let steps = 0;
  for (const killedAt of [3, 17, 40]) {
    const { signal, output } = await runScript('dataset/scripts/draw-forever.ts', [dir, String(steps)], {
      killAtOutput: `step ${killedAt} done\n`,
    });
    expect(signal).toBe('SIGKILL');
    const said = Number(/.*step (\d+) done\n/s.exec(output)?.[1]) + 1;
    expect(said).toBeGreaterThan(killedAt);
    const { draft, data } = await draftIn(dir);
    // A step may have been stored and not yet said.
    const candidates = [said, said + 1];
    steps = candidates.find((count) => isSame(draft, count)) ?? Number.NaN;
    expect(candidates).toContain(steps);
    expect(data).toEqual(drawn(noise(1), steps));
  }
});

/** Whether the strokes that count are those after so many steps. */
function isSame(draft: Awaited<ReturnType<typeof draftIn>>['draft'], steps: number): boolean {
  const labels = draft?.edits.slice(0, draft.cursor).map(({ label }) => label) ?? [];
  const expected = strokesAfter(steps).map((k) => `step ${k}`);
  return labels.length === expected.length && labels.every((label, i) => label === expected[i]);
}
