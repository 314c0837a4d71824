import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'vitest';

test('goes on', () => {});

test('waits for what never ends', async () => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  process.stdout.write(`child ${child.pid}\n`);
  await once(child, 'exit');
});
