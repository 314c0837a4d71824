import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { tryParts } from '../doctor/doctor.ts';
import type { HandlersOf } from './endpoints.ts';

interface Ticks {
  readonly busy: number;
  readonly all: number;
}

/** How busy the machine is. */
export function machineHandlers(): HandlersOf<'/machine'> {
  let last = ticks();
  return {
    'GET /machine': () => {
      const present = ticks();
      const processor = share(last, present);
      last = present;
      return {
        cores: availableParallelism(),
        processor,
        memory: { total: totalmem(), used: totalmem() - freemem(), process: process.memoryUsage.rss() },
      };
    },
  };
}

/** Time that the cores have counted since the system started. */
function ticks(): Ticks {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { busy: all - idle, all };
}

/** The busy share of the time between, 0 where there is none. */
function share(before: Ticks, after: Ticks): number {
  const all = after.all - before.all;
  return all > 0 ? Math.min(1, Math.max(0, (after.busy - before.busy) / all)) : 0;
}

/** What the application consists of, and whether it is there. */
export const doctorHandlers: HandlersOf<'/doctor'> = { 'GET /doctor': () => tryParts() };
