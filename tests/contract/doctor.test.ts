import { expect, test } from 'vitest';
import { z } from 'zod';
import { backends, machineDescriptionSchema } from '../../src/shared/api/benchmark.ts';
import { fundus, fundusJson } from './fundus.ts';
import { openApplication, read } from './support.ts';

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
        remedy: z.string(),
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
