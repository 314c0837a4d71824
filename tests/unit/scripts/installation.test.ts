import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const environment = Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name));

it.each([
  // One would fetch libraries for NVIDIA's cards, another compile what comes compiled.
  ['runs no script of a package', 'ignore-scripts', 'true'],
  // Packages ask for a newer Node than the machine's may be: the one among them is what runs them.
  ['warns of nothing', 'loglevel', 'error'],
])('npm ci %s', (_, key, value) => {
  const options = { cwd: root, env: Object.fromEntries(environment), shell: process.platform === 'win32' };
  expect(execFileSync('npm', ['config', 'get', key], options).toString().trim()).toBe(value);
});
