import { expect, it } from 'vitest';
import {
  addBenchmark,
  getBenchmark,
  listBenchmarks,
  removeBenchmark,
  renameBenchmark,
} from '../../../src/main/store/benchmarks.ts';
import { int8, report, series, variant } from '../benchmark-reports.ts';
import { temporaryProject } from './support.ts';

const older = report([series([variant(100), int8(40)])], { createdAt: '2026-11-01T08:00:00.000Z' });
const newer = report([], {
  id: '9a1f4b32-93b1-4c0e-8a3e-0d6f0c5b7d10',
  options: { preset: 'full' },
});

it('keeps reports under the name of machine and day, the newest first', async () => {
  const project = await temporaryProject();
  await addBenchmark(project, newer, { isImported: true });
  const info = await addBenchmark(project, older, { isImported: false });
  expect(info).toEqual({
    id: older.id,
    name: 'A processor, 2026-11-01',
    createdAt: '2026-11-01T08:00:00.000Z',
    cpu: 'A processor',
    preset: 'quick',
    isImported: false,
    series: 1,
  });
  const listed = await listBenchmarks(project);
  expect(listed.map(({ id }) => id)).toEqual([newer.id, older.id]);
  expect(listed[0]).toMatchObject({ preset: 'full', isImported: true, series: 0 });
  expect(await getBenchmark(project, older.id)).toEqual(older);
});

it('leaves a report as it is that is there already', async () => {
  const project = await temporaryProject();
  await addBenchmark(project, older, { isImported: false });
  await renameBenchmark(project, older.id, 'laptop');
  const again = await addBenchmark(project, { ...older, series: [] }, { isImported: true });
  expect(again).toMatchObject({ name: 'laptop', isImported: false, series: 1 });
  expect(await listBenchmarks(project)).toHaveLength(1);
});

it('forgets a report, and says when there is none', async () => {
  const project = await temporaryProject();
  await addBenchmark(project, older, { isImported: false });
  await removeBenchmark(project, older.id);
  expect(await listBenchmarks(project)).toEqual([]);
  const missing = { code: 'not-found', message: expect.stringContaining(older.id) };
  await expect(getBenchmark(project, older.id)).rejects.toMatchObject(missing);
  await expect(renameBenchmark(project, older.id, 'x')).rejects.toMatchObject(missing);
  await expect(removeBenchmark(project, older.id)).rejects.toMatchObject(missing);
});
