import { createRequire } from 'node:module';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { z } from 'zod';
import { instructionSets } from '../src/main/runtime/processor.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Instruction sets that matter to networks; empty where the system does not tell. */
  readonly instructionSets: readonly string[];
  readonly memoryGB: number;
  readonly system: string;
  readonly node: string;
  readonly onnxruntime: string;
}

/** What every figure depends on. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    instructionSets: instructionSets(),
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()}`,
    node: process.version,
    onnxruntime: versionOf('onnxruntime-node'),
  };
}

function versionOf(name: string): string {
  const packageJson: unknown = createRequire(import.meta.url)(`${name}/package.json`);
  return z.object({ version: z.string() }).parse(packageJson).version;
}
