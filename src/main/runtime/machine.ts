import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform, release, totalmem, type, version } from 'node:os';
import { z } from 'zod';
import type { BackendStatus, MachineDescription } from '../../shared/api/benchmark.ts';
import { instructionSets } from './processor.ts';

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

/** Of an installed package. */
export function versionOf(name: string): string {
  const packageJson: unknown = createRequire(import.meta.url)(`${name}/package.json`);
  return z.object({ version: z.string() }).parse(packageJson).version;
}
