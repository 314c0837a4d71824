import { expect, it } from 'vitest';
import { hasExactByteProducts, setsOfLinux, setsOfMac } from '../../../src/main/runtime/machine.ts';

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
