import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { BenchmarkInfo } from '../../shared/api/benchmark.ts';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { isActive } from '../ui/work/jobs.ts';

const route = getRouteApi('/benchmark');

/** What the screen shows beside the list. */
export type Shown =
  | { readonly kind: 'new' }
  | { readonly kind: 'job'; readonly job: JobInfo }
  | { readonly kind: 'comparison'; readonly ids: readonly [string, string] }
  | { readonly kind: 'result'; readonly id: string }
  | { readonly kind: 'nothing' };

export interface View {
  readonly shown: Shown;
  /** Ids of the results that are ticked, at most two. */
  readonly ticked: readonly string[];
  readonly showNew: () => void;
  readonly showJob: (job: JobInfo) => void;
  readonly showResult: (id: string) => void;
  readonly compare: (ids: readonly string[]) => void;
  /** Ticks or unticks; a third takes the place of the first. */
  readonly tick: (id: string) => void;
}

/** What the address names, or else the benchmark that runs, or the newest result. */
export function useView(results: readonly BenchmarkInfo[], jobs: readonly JobInfo[]): View {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isNew, setNew] = useState(false);
  const go = (to: typeof search) => {
    setNew(false);
    void navigate({ search: to, replace: true });
  };
  const exists = (id: string) => results.some((result) => result.id === id);
  const ticked = (search.compare ?? []).filter(exists);
  const compare = (ids: readonly string[]) => go(ids.length > 0 ? { compare: [...ids] } : {});
  return {
    shown: isNew ? { kind: 'new' } : shownOf(search, ticked, results, jobs),
    ticked,
    showNew: () => setNew(true),
    showJob: ({ id }) => go({ job: id }),
    showResult: (id) => go({ result: id }),
    compare,
    tick: (id) =>
      compare(ticked.includes(id) ? ticked.filter((other) => other !== id) : [...ticked, id].slice(-2)),
  };
}

function shownOf(
  { result, job: jobId }: { readonly result?: string | undefined; readonly job?: number | undefined },
  [first, second]: readonly string[],
  results: readonly BenchmarkInfo[],
  jobs: readonly JobInfo[],
): Shown {
  if (first !== undefined && second !== undefined) return { kind: 'comparison', ids: [first, second] };
  const named = result ?? first;
  if (named !== undefined && results.some(({ id }) => id === named)) return { kind: 'result', id: named };
  const job = jobs.find(({ id }) => id === jobId) ?? jobs.find(isActive);
  if (job) return shownOfJob(job);
  const [newest] = results;
  return newest ? { kind: 'result', id: newest.id } : { kind: 'nothing' };
}

function shownOfJob(job: JobInfo): Shown {
  return job.kind === 'benchmark' && job.result
    ? { kind: 'result', id: job.result.benchmark }
    : { kind: 'job', job };
}
