import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { TestProject, Vitest } from 'vitest/node';
import { patienceMs } from './until.ts';

/** The longest that a test file may run at all. */
export const longestMs = 60 * 60_000;
/** How long its processes may do nothing. What waits with a patience of its own says better what it waited for. */
const standstillMs = 1.5 * patienceMs;
/** Less than this share of one processor is nothing. An open page at rest uses 0.006; what waits for its turn gets more. */
const leastShare = 0.02;
const lookEveryMs = 5000;

/** Ends test files that hang, each with all processes that it has started. Needs the /proc of Linux. */
export function setup(project: TestProject): (() => void) | undefined {
  if (!existsSync('/proc/self/stat') || project.vitest.config.inspector.enabled) return undefined;
  return watch(project.vitest, { standstillMs, lookEveryMs });
}

/** @returns what ends it */
export function watch(
  vitest: Vitest,
  { standstillMs, lookEveryMs }: { standstillMs: number; lookEveryMs: number },
): () => void {
  const files = new Map<number, Activity>();
  const timer = setInterval(() => {
    const all = processes();
    for (const { pid } of all.filter(isTestFile)) {
      const family = familyOf(pid, all);
      const activity = files.get(pid) ?? new Activity(performance.now(), standstillMs);
      files.set(pid, activity);
      const used = family.reduce((sum, { processorMs }) => sum + processorMs, 0);
      const fault = activity.fault(performance.now(), used);
      if (fault === undefined) continue;
      process.stderr.write(`\nA test file ${fault}. What runs: ${running(vitest).join('; ')}\n`);
      for (const member of family) kill(member.pid);
    }
  }, lookEveryMs);
  return () => clearInterval(timer);
}

/** What a test file's processes have done since `now`. */
export class Activity {
  readonly #since: number;
  readonly #standstillMs: number;
  #movedAt: number;
  #movedTo = 0;

  constructor(now: number, standstillMs: number) {
    this.#since = now;
    this.#movedAt = now;
    this.#standstillMs = standstillMs;
  }

  /**
   * @param used milliseconds of processor time that they have used by now
   * @returns why they are to be ended
   */
  fault(now: number, used: number): string | undefined {
    if (Math.abs(used - this.#movedTo) >= leastShare * this.#standstillMs) {
      this.#movedAt = now;
      this.#movedTo = used;
    }
    if (now - this.#movedAt > this.#standstillMs)
      return `has done nothing for ${this.#standstillMs / 1000} s`;
    return now - this.#since > longestMs ? `has run for ${longestMs / 60_000} minutes` : undefined;
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** With that of children that have ended. */
  readonly processorMs: number;
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? contentOf(`/proc/${name}/stat`) : '';
    // From the third on; the second is a name that may hold anything. See proc_pid_stat(5).
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const hundredths = fields.slice(11, 15).reduce((sum, field) => sum + field, 0);
    return stat === '' ? [] : [{ pid: Number(name), parent: fields[1]!, processorMs: 10 * hundredths }];
  });
}

/** Empty for a process that has ended meanwhile. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** Each test file runs in a process of its own. */
function isTestFile({ pid, parent }: Process): boolean {
  return parent === process.pid && contentOf(`/proc/${pid}/cmdline`).includes('vitest/dist/workers');
}

/** A process and all that stem from it. */
function familyOf(pid: number, all: readonly Process[]): Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...all.filter((one) => one.pid === pid), ...children.flatMap((child) => familyOf(child.pid, all))];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

type Task = ReturnType<Vitest['state']['getFiles']>[number]['tasks'][number];

/** The tests that have begun and not ended, and the parts of files whose hooks run. */
function running({ state }: Vitest): string[] {
  const inside = (task: Task): string[] => {
    if (task.result?.state !== 'run') return [];
    const parts = task.type === 'suite' ? task.tasks.flatMap(inside) : [];
    return parts.length > 0 ? parts : [task.fullName];
  };
  return state.getFiles().flatMap(inside);
}
