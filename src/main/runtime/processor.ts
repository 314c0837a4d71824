import { readFileSync } from 'node:fs';
import { arch } from 'node:os';

const vectorFlags = ['avx2', 'avx512f', 'avx512_vnni', 'avx_vnni', 'amx_int8'] as const;

/** Instruction sets that matter to networks; empty where the system does not tell. */
export function instructionSets(): string[] {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? [];
    return vectorFlags.filter((flag) => flags.includes(flag));
  } catch {
    return [];
  }
}

/**
 * Whether products of U8 and S8 are summed without saturation at 16 bits: with VNNI or AMX, and on Arm. An x86
 * processor that does not tell is taken for one that lacks them.
 */
export function hasExactByteProducts(
  sets: readonly string[] = instructionSets(),
  processor = arch(),
): boolean {
  if (processor !== 'x64' && processor !== 'ia32') return true;
  return ['avx512_vnni', 'avx_vnni', 'amx_int8'].some((flag) => sets.includes(flag));
}
