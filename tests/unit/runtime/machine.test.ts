import { expect, it } from 'vitest';
import { describeMachine } from '../../../src/main/runtime/machine.ts';
import { type BackendStatus, machineDescriptionSchema } from '../../../src/shared/api/benchmark.ts';

const status = (changes: Partial<BackendStatus>): BackendStatus => ({
  ...{ backend: 'tensorflow', isAvailable: true, version: '2.9.1', problem: null, remedy: null },
  ...changes,
});

it('names the processor, the memory, the system and the versions of what computes', () => {
  const { versions, ...machine } = machineDescriptionSchema.parse(describeMachine());
  expect(machine.cpu).not.toBe('');
  expect(machine.memoryBytes).toBeGreaterThan(1e8);
  expect(machine.memoryBytes).toBeLessThan(1e14);
  expect(versions.Node).toBe(process.versions.node);
  expect(versions['ONNX Runtime']).toMatch(/^\d+\.\d+\.\d+/);
  expect(versions).not.toHaveProperty('TensorFlow');
});

it('names TensorFlow where it can be used', () => {
  const both = [status({}), status({ backend: 'tensorflow-js', version: '4.22.0' })];
  expect(describeMachine(both).versions).toMatchObject({ TensorFlow: '2.9.1', 'TensorFlow.js': '4.22.0' });
  const missing = [status({ isAvailable: false })];
  expect(describeMachine(missing).versions).not.toHaveProperty('TensorFlow');
});
