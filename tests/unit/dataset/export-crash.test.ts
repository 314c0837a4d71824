import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportDataset } from '../../../src/main/dataset/export/export.ts';
import type { Project } from '../../../src/main/store/project.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { runScript } from '../store/processes.ts';
import { temporaryProject } from '../store/support.ts';
import { cancelledWhen, filesBelow, fillProject, quiet } from './export-support.ts';

async function filledProject(): Promise<{ project: Project; parent: string; output: string }> {
  const project = await temporaryProject();
  await fillProject(project, 3, 2);
  const parent = join(dirname(project.dir), 'out');
  return { project, parent, output: join(parent, 'set') };
}

describe('a cancelled export', () => {
  const moments: Record<string, (progress: Progress) => boolean> = {
    'before the first image': ({ done }) => done === 0,
    'between images': ({ phase, done }) => phase === 'Exporting images' && done === 3,
    'after the last image': ({ phase, done, total }) => phase === 'Exporting images' && done === total,
    'while the zip is written': ({ phase }) => phase === 'Writing zip',
    'when the zip is complete': ({ phase, done, total }) => phase === 'Writing zip' && done === total,
  };
  it.each(Object.entries(moments))('%s leaves nothing', async (_, when) => {
    const { project, parent, output } = await filledProject();
    await expect(exportDataset(project, output, { zip: true }, cancelledWhen(when))).rejects.toMatchObject({
      name: 'FundusError',
      code: 'cancelled',
    });
    expect(readdirSync(parent)).toEqual([]);
  });

  it('leaves an empty output folder as it was', async () => {
    const { project, parent, output } = await filledProject();
    mkdirSync(output, { recursive: true });
    const exporting = exportDataset(
      project,
      output,
      {},
      cancelledWhen(({ done }) => done === 2),
    );
    await expect(exporting).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(parent)).toEqual(['set']);
    expect(readdirSync(output)).toEqual([]);
  });
});

describe('a failed export', () => {
  it('leaves nothing and names the stored file that is missing', async () => {
    const { project, parent, output } = await filledProject();
    const row = await project.db
      .selectFrom('syntheticImages')
      .selectAll()
      .where('id', '=', 4)
      .executeTakeFirst();
    const missing = project.files.path(row!.sha256, 'png');
    rmSync(missing);
    await expect(exportDataset(project, output, { zip: true }, quiet)).rejects.toMatchObject({
      code: 'not-found',
      file: missing,
    });
    expect(readdirSync(parent)).toEqual([]);
  });

  it('never replaces what appeared under the final name meanwhile', async () => {
    const { project, parent, output } = await filledProject();
    const report = ({ done }: Progress) => {
      if (done !== 3) return;
      mkdirSync(output, { recursive: true });
      writeFileSync(join(output, 'thesis.txt'), 'mine');
    };
    await expect(exportDataset(project, output, {}, { ...quiet, report })).rejects.toMatchObject({
      code: 'output-exists',
    });
    expect(readdirSync(parent)).toEqual(['set']);
    expect(filesBelow(output)).toEqual(['thesis.txt']);
  });

  it('says that the folder cannot be written', async () => {
    const { project, parent } = await filledProject();
    writeFileSync(parent, 'a file where a folder should be');
    await expect(exportDataset(project, join(parent, 'set'), {}, quiet)).rejects.toMatchObject({
      code: 'io',
    });
  });
});

describe('a killed export', () => {
  it.each(['Exporting images 3', 'Writing zip'])(
    'at "%s" leaves nothing that looks finished, and the next one clears it away',
    async (haltAt) => {
      const { project, parent, output } = await filledProject();
      const child = await runScript('dataset/scripts/export.ts', [project.dir, output, haltAt], {
        killAtOutput: 'halted',
      });
      expect(child.signal).toBe('SIGKILL');
      const left = readdirSync(parent);
      expect(left.length).toBeGreaterThan(0);
      for (const name of left) expect(name).toMatch(new RegExp(`^\\.fundus-partial-${child.pid}-`));
      expect(filesBelow(parent).filter((path) => path.endsWith('.png')).length).toBeGreaterThan(0);

      mkdirSync(join(parent, '.fundus-partial-of-mine'));
      await exportDataset(project, output, { zip: true }, quiet);
      expect(readdirSync(parent).sort()).toEqual(['.fundus-partial-of-mine', 'set', 'set.zip']);
    },
  );

  it('two exports at once into one parent do not disturb each other', async () => {
    const { project, parent } = await filledProject();
    const children = ['a', 'b'].map((name) =>
      runScript('dataset/scripts/export.ts', [project.dir, join(parent, name), 'never']),
    );
    await exportDataset(project, join(parent, 'c'), { zip: true }, quiet);
    expect((await Promise.all(children)).map((child) => child.code)).toEqual([0, 0]);
    expect(readdirSync(parent).sort()).toEqual(['a', 'a.zip', 'b', 'b.zip', 'c', 'c.zip']);
    expect(filesBelow(join(parent, 'a'))).toEqual(filesBelow(join(parent, 'c')));
  });

  it('of two exports to one name, one wins and the other leaves nothing', async () => {
    const { project, parent, output } = await filledProject();
    const outcomes = await Promise.allSettled([
      exportDataset(project, output, {}, quiet),
      exportDataset(project, output, {}, quiet),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const loser = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(loser?.reason).toMatchObject({ code: 'output-exists' });
    expect(readdirSync(parent)).toEqual(['set']);
    expect(filesBelow(output)).toContain('manifest.json');
  });
});
