import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../../until.ts';
import { Activity, longestMs } from '../../watchdog.ts';

describe('the processes of a test file', () => {
  it('may be slow', () => {
    const activity = new Activity(0, 100_000);
    for (let now = 0, used = 0; now < longestMs; now += 5000, used += 100)
      expect(activity.fault(now, used)).toBeUndefined();
  });

  it('may not stand still', () => {
    const activity = new Activity(0, 100_000);
    for (let now = 0; now <= 50_000; now += 5000) expect(activity.fault(now, now)).toBeUndefined();
    for (let now = 55_000; now <= 150_000; now += 5000) expect(activity.fault(now, 50_001)).toBeUndefined();
    expect(activity.fault(155_000, 50_001)).toBe('has done nothing for 100 s');
  });

  it('may not go on for ever', () => {
    const activity = new Activity(0, longestMs);
    expect(activity.fault(longestMs, longestMs)).toBeUndefined();
    expect(activity.fault(longestMs + 1, longestMs)).toBe('has run for 60 minutes');
  });
});

it.skipIf(!existsSync('/proc/self/stat'))(
  'ends a test that hangs, with what it started, and names it',
  async () => {
    const program = resolve(import.meta.dirname, '../../../node_modules/vitest/vitest.mjs');
    const config = join(import.meta.dirname, 'vitest.config.ts');
    const { code, output } = await new Promise<{ code: unknown; output: string }>((done) => {
      execFile(
        process.execPath,
        [program, 'run', '--config', config],
        { env: { PATH: process.env.PATH } },
        (error, stdout, stderr) => done({ code: error?.code, output: stdout + stderr }),
      );
    });
    expect(code).toBe(1);
    expect(output).toContain('has done nothing for 5 s. What runs: hanging.ts > waits for what never ends');
    expect(output).toContain(`while running test file ${join(import.meta.dirname, 'hanging.ts')}`);
    const child = /^child (\d+)$/m.exec(output)?.[1];
    await until(
      () => existsSync(`/proc/${child}`),
      (isAlive) => !isAlive,
    );
  },
);
