import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform, release, totalmem, type, version } from 'node:os';
import { z } from 'zod';
import type { BackendStatus, MachineDescription } from '../../shared/api/benchmark.ts';

/** What TensorFlow's versions are listed as; its native library is one, with oneDNN or without. */
const runtimeNames = { tensorflow: 'TensorFlow', 'tensorflow-js': 'TensorFlow.js' } as const;

/** What every figure depends on. @param backends whose versions are listed where they can be used */
export function describeMachine(backends: readonly BackendStatus[] = []): MachineDescription {
  const { node, electron } = process.versions;
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    instructionSets: [...instructionSets()],
    memoryBytes: usableMemory(),
    system: `${platform() === 'win32' ? version() : `${type()} ${release()}`}, ${arch()}`,
    versions: {
      Node: node,
      ...(electron !== undefined && { Electron: electron }),
      'ONNX Runtime': versionOf('onnxruntime-node'),
      ...versionsOf(backends),
    },
  };
}

/** Less than what is built in where the system limits the program, as containers do. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function versionsOf(backends: readonly BackendStatus[]): Record<string, string> {
  return Object.fromEntries(
    backends.flatMap(({ backend, isAvailable, version }) => {
      const name = Object.entries(runtimeNames).find(([key]) => key === backend)?.[1];
      return name !== undefined && isAvailable && version !== null ? [[name, version]] : [];
    }),
  );
}

/** The version of an installed package. */
export function versionOf(name: string): string {
  const packageJson: unknown = createRequire(import.meta.url)(`${name}/package.json`);
  return z.object({ version: z.string() }).parse(packageJson).version;
}

/**
 * Instruction sets that matter to networks, as Linux calls them, and what macOS calls them. On Arm `asimddp` and
 * `i8mm` are the products of bytes.
 */
const vectorFlags: Readonly<Record<string, string | null>> = {
  avx2: 'hw.optional.avx2_0',
  fma: 'hw.optional.fma',
  avx512f: 'hw.optional.avx512f',
  avx512_vnni: 'hw.optional.avx512vnni',
  avx_vnni: null,
  amx_tile: null,
  amx_int8: null,
  amx_bf16: null,
  asimd: 'hw.optional.AdvSIMD',
  asimddp: 'hw.optional.arm.FEAT_DotProd',
  i8mm: 'hw.optional.arm.FEAT_I8MM',
  sve: null,
};

let found: readonly string[] | undefined;

/** Instruction sets that matter to networks; empty where the system does not tell. */
export function instructionSets(): readonly string[] {
  found ??= findInstructionSets();
  return found;
}

function findInstructionSets(): string[] {
  try {
    if (platform() === 'darwin') {
      return setsOfMac(execFileSync('/usr/sbin/sysctl', ['hw.optional'], { encoding: 'utf8' }));
    }
    return setsOfLinux(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return [];
  }
}

/** @param cpuinfo as in /proc/cpuinfo; Arm names its flags "Features" */
export function setsOfLinux(cpuinfo: string): string[] {
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1]?.split(' ') ?? [];
  return Object.keys(vectorFlags).filter((flag) => flags.includes(flag));
}

/** @param settings as `sysctl hw.optional` prints them: "hw.optional.avx2_0: 1" */
export function setsOfMac(settings: string): string[] {
  const present = new Set(settings.split('\n').filter((line) => /:\s*1\s*$/.test(line)));
  const names = new Set([...present].map((line) => line.slice(0, line.indexOf(':'))));
  return Object.entries(vectorFlags).flatMap(([flag, name]) => (name && names.has(name) ? [flag] : []));
}

/**
 * Whether ONNX Runtime sums products of U8 and S8 without saturation at 16 bits: with VNNI, and on Arm. An x86
 * processor that does not tell is taken for one that lacks it. AMX alone does not suffice: not all of its kernels use it.
 */
export function hasExactByteProducts(
  sets: readonly string[] = instructionSets(),
  processor = arch(),
): boolean {
  if (processor !== 'x64' && processor !== 'ia32') return true;
  return sets.includes('avx512_vnni') || sets.includes('avx_vnni');
}
