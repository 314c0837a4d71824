import { FundusError } from '../../shared/errors.ts';

/** The systems that ONNX Runtime comes built for; the other native libraries come for these and more. */
export const servedSystems: readonly System[] = [
  { platform: 'linux', name: 'Linux', processors: ['x64', 'arm64'] },
  { platform: 'win32', name: 'Windows', processors: ['x64', 'arm64'] },
  { platform: 'darwin', name: 'macOS', processors: ['arm64'] },
];

export interface System {
  /** As `process.platform` has it. */
  readonly platform: string;
  readonly name: string;
  /** As `process.arch` has them. */
  readonly processors: readonly string[];
}

/** The systems in a few words, as the README has them too. */
export const servedNames = servedSystems
  .map(({ name, processors }) => `${name} (${processors.join(', ')})`)
  .join(', ');

/** Why the application cannot work on a system, by default this one; undefined where it can. */
export function notServed(
  platform: string = process.platform,
  processor: string = process.arch,
): string | undefined {
  const system = servedSystems.find((served) => served.platform === platform);
  if (system?.processors.includes(processor)) return undefined;
  return `ONNX Runtime does not come for ${system?.name ?? platform} (${processor}), only for ${servedNames}`;
}

/** @throws FundusError 'unsupported-system' where the application cannot work */
export function requireServedSystem(): void {
  const reason = notServed();
  if (reason !== undefined) throw new FundusError('unsupported-system', reason);
}
