import { expect, it } from 'vitest';
import {
  describeMachine,
  hasExactByteProducts,
  setsOfLinux,
  setsOfMac,
} from '../../../src/main/runtime/machine.ts';
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

it.each<[NodeJS.Architecture, string[], boolean]>([
  ['x64', ['avx2', 'avx512f', 'avx512_vnni'], true],
  ['x64', ['avx2', 'avx_vnni'], true],
  ['x64', ['avx2', 'avx512f', 'amx_int8'], false],
  ['x64', ['avx2', 'avx512f'], false],
  ['x64', [], false],
  ['arm64', [], true],
])('sums products of bytes exactly: %s with %j is %s', (processor, sets, expected) => {
  expect(hasExactByteProducts(sets, processor)).toBe(expected);
});

it('reads the instruction sets that Linux names, on x86 and on Arm', () => {
  const x86 = 'processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_vnni fma rdfsbase\n';
  expect(setsOfLinux(x86)).toEqual(['avx2', 'fma', 'avx512f', 'avx512_vnni']);
  expect(setsOfLinux('Features\t: fp asimd aes asimddp i8mm\n')).toEqual(['asimd', 'asimddp', 'i8mm']);
  expect(setsOfLinux('nothing of the kind')).toEqual([]);
});

it('reads the instruction sets that macOS names', () => {
  const settings = [
    'hw.optional.avx2_0: 1',
    'hw.optional.avx512f: 0',
    'hw.optional.arm.FEAT_DotProd: 1',
    'hw.optional.AdvSIMD: 1',
    'hw.optional.floatingpoint: 1',
  ];
  expect(setsOfMac(settings.join('\n'))).toEqual(['avx2', 'asimd', 'asimddp']);
});
