import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { backends, machineDescriptionSchema } from '../../src/shared/api/benchmark.ts';
import { fundus, fundusJson, temporaryFolder } from './fundus.ts';
import { openApplication, read } from './support.ts';

const folder = temporaryFolder();
const nothing = z.null();
const part = z.object({ name: z.string(), purpose: z.string(), isRequired: z.boolean() });
const diagnosis = z.strictObject({
  isReady: z.boolean(),
  machine: machineDescriptionSchema,
  backends: z.array(z.looseObject({ backend: z.enum(backends), isAvailable: z.boolean() })).length(4),
  parts: z.array(
    z.discriminatedUnion('isReady', [
      part.extend({
        isReady: z.literal(true),
        version: z.string().nullable(),
        problem: nothing,
        remedy: nothing,
      }),
      part.extend({
        isReady: z.literal(false),
        version: z.string().nullable(),
        problem: z.string(),
        remedy: z.string().nullable(),
      }),
    ]),
  ),
});

test('fundus doctor says what is there, and what adds what is not', async () => {
  const { isReady, parts, machine } = await fundusJson(diagnosis, 'doctor');
  expect(isReady).toBe(true);
  const required = parts.filter(({ isRequired }) => isRequired);
  expect(required.map(({ name }) => name)).toEqual(['Node', 'ONNX Runtime', 'libvips (sharp)', 'SQLite']);
  expect(required.every(({ isReady, version }) => isReady && version !== null)).toBe(true);
  expect(parts.find(({ name }) => name === 'Node')?.version).toBe(process.versions.node);
  expect(machine.versions['TensorFlow.js']).toBe(parts.find(({ name }) => name === 'TensorFlow.js')?.version);
});

test('its text has a command for each part that is missing', async () => {
  const { code, stdout } = await fundus(['doctor']);
  expect(code).toBe(0);
  const { parts } = await fundusJson(diagnosis, 'doctor');
  for (const { name, problem, remedy } of parts) {
    expect(stdout).toContain(name);
    if (problem !== null) expect(stdout).toContain(`${name}: ${problem}\n  ${remedy}`);
  }
});

test('the service says the same', async () => {
  const { call } = await openApplication();
  const { parts, backends } = await read(diagnosis, call('GET', '/doctor'));
  const document = await fundusJson(diagnosis, 'doctor');
  expect(parts).toEqual(document.parts);
  expect(backends).toEqual(document.backends);
});

describe('on a system that ONNX Runtime does not come for', () => {
  const disguise = `data:text/javascript,Object.defineProperty(process,'arch',{value:'riscv64'})`;
  const elsewhere = { NODE_OPTIONS: `--import ${disguise}` };
  const reason =
    'ONNX Runtime does not come for \\w+ \\(riscv64\\), only for Linux \\(x64, arm64\\), [^\\n]+\\n';

  test('the doctor says so', async () => {
    const { code, stdout, stderr } = await fundus(['doctor'], undefined, elsewhere);
    expect(stdout).toMatch(/^ONNX Runtime +BROKEN/m);
    expect(stdout).toMatch(new RegExp(`^ONNX Runtime: ${reason}\\S`, 'm'));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/cannot work without ONNX Runtime/),
    });
  });

  test('every other command says so in one line, and does nothing', async () => {
    const project = join(folder, 'eyes');
    const { code, stdout, stderr } = await fundus(['create', project], undefined, elsewhere);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^fundus: unsupported-system: ${reason}$`));
    expect(existsSync(project)).toBe(false);
    expect(await fundus(['--help'], undefined, elsewhere)).toMatchObject({ code: 0, stderr: '' });
  });
});
