import type { BackendStatus, MachineDescription } from './benchmark.ts';

/** Something that the application is made of, or can use. */
export interface Part {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** Nothing works without it. */
  readonly isRequired: boolean;
  readonly isReady: boolean;
  readonly version: string | null;
  /** Where it is not ready: why, and the one command that helps, if there is one. */
  readonly problem: string | null;
  readonly remedy: string | null;
}

/** GET /api/doctor */
export interface DoctorReport {
  /** All that is required is ready. */
  readonly isReady: boolean;
  readonly machine: MachineDescription;
  readonly backends: readonly BackendStatus[];
  readonly parts: readonly Part[];
}
