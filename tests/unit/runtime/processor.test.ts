import { expect, it } from 'vitest';
import { hasExactByteProducts, instructionSets } from '../../../src/main/runtime/processor.ts';

it.each<[NodeJS.Architecture, string[], boolean]>([
  ['x64', ['avx2', 'avx512f', 'avx512_vnni'], true],
  ['x64', ['avx2', 'avx_vnni'], true],
  ['x64', ['avx2', 'avx512f', 'amx_int8'], true],
  ['x64', ['avx2', 'avx512f'], false],
  ['x64', [], false],
  ['arm64', [], true],
])('sums products of bytes exactly: %s with %j is %s', (processor, sets, expected) => {
  expect(hasExactByteProducts(sets, processor)).toBe(expected);
});

it('names only instruction sets that it knows', () => {
  expect(['avx2', 'avx512f', 'avx512_vnni', 'avx_vnni', 'amx_int8']).toEqual(
    expect.arrayContaining(instructionSets()),
  );
});
