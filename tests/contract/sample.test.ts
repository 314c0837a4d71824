import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../until.ts';
import { openApplication, read } from './support.ts';

const info = z.object({ dir: z.string(), name: z.string(), counts: z.record(z.string(), z.number()) });
const jobs = z.array(
  z.looseObject({ kind: z.string(), status: z.string(), finishedAt: z.string().nullable() }),
);
const images = z.array(z.object({ name: z.string(), sha256: z.string() }));

test('the sample shows photographs, masks and synthetic images, without training', async () => {
  const { application, call, project } = await openApplication();
  const sample = await read(info, call('POST', '/projects/sample'));
  expect(sample).toMatchObject({ name: 'Fundus Studio sample', counts: { images: 0 } });
  expect(existsSync(project.dir)).toBe(true);
  const ended = await until(
    () => read(jobs, call('GET', '/jobs')),
    (all) => all.every(({ finishedAt }) => finishedAt !== null),
  );
  expect(ended.map(({ kind, status }) => [kind, status])).toEqual([
    ['import', 'finished'],
    ['segment', 'finished'],
    ['synthesize', 'finished'],
  ]);
  expect((await read(info, call('GET', '/project'))).counts).toEqual({
    images: 6,
    annotated: 6,
    predicted: 6,
    reviewed: 0,
    synthetic: 12,
  });
  const [synthetic] = await read(images, call('GET', '/synthetic'));
  const picture = await call('GET', `/files/${synthetic?.sha256}.png`);
  expect([...new Uint8Array(await picture.arrayBuffer()).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);

  const again = await read(info, call('POST', '/projects/sample'));
  expect(basename(again.dir)).toBe('Fundus Studio sample 2');
  await application.close();
});
