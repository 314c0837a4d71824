import {
  type Backend,
  type BackendStatus,
  type BenchmarkNetwork,
  type BenchmarkSeries,
  type Precision,
  precisions,
} from '../../shared/api/benchmark.ts';
import { isBaseline } from '../../shared/benchmark-figures.ts';
import { backendNames, networkNames, workloadText } from '../../shared/benchmark-text.ts';
import { type JobContext, throwIfCancelled } from '../../shared/progress.ts';
import { type InputValues, writeInputs } from './inputs.ts';
import { roughSeconds, type Workload } from './plan.ts';
import type { Protocol } from './protocol.ts';
import { measureSeries, type NetworkFile, type NotRun, type VariantRequest } from './series.ts';
import type { InputFile } from './variant.ts';

/** A network that is timed, and what it is given. */
export interface Subject {
  /** Without a float32 file nothing can be timed, without an int8 one that is. */
  readonly files: Readonly<Record<Precision, NetworkFile | null>>;
  /** Why a file is missing, and what to do. */
  readonly missing: string;
  /** What it is given: some items of a workload's size. */
  readonly inputs: (workload: Workload) => readonly InputValues[];
}

export interface Benchmark {
  readonly workloads: readonly Workload[];
  readonly backends: readonly Backend[];
  readonly statuses: readonly BackendStatus[];
  readonly subjects: Readonly<Partial<Record<BenchmarkNetwork, Subject>>>;
  readonly protocol: Protocol;
  /** A variant that would take longer for one workload is not run. */
  readonly mostSeconds: number;
  /** For inputs and outputs; the caller removes it. */
  readonly folder: string;
}

export interface BenchmarkResult {
  readonly series: readonly BenchmarkSeries[];
  readonly notRun: readonly NotRun[];
}

/** Times all workloads, one after the other. @throws FundusError 'cancelled' */
export async function runBenchmark(benchmark: Benchmark, ctx: JobContext): Promise<BenchmarkResult> {
  return new Run(benchmark, ctx).all();
}

/** Progress counts hundredths of the time that is expected. */
const parts = 100;

class Run {
  readonly #benchmark: Benchmark;
  readonly #ctx: JobContext;
  /** By network and size. */
  readonly #inputs = new Map<string, readonly InputFile[]>();

  constructor(benchmark: Benchmark, ctx: JobContext) {
    this.#benchmark = benchmark;
    this.#ctx = ctx;
  }

  async all(): Promise<BenchmarkResult> {
    const { workloads } = this.#benchmark;
    const series: BenchmarkSeries[] = [];
    const notRun = [...this.#unavailable(), ...this.#withoutFile()];
    const costs = workloads.map((workload) => this.#cost(workload));
    const whole = costs.reduce((sum, cost) => sum + cost, 0);
    let before = 0;
    for (const [index, workload] of workloads.entries()) {
      throwIfCancelled(this.#ctx.signal);
      const cost = costs[index]!;
      const report = (share: number) =>
        this.#report(
          (before + share * cost) / whole,
          `${networkNames[workload.network]}, ${workloadText(workload)}`,
        );
      report(0);
      const result = await this.#one(workload, report);
      if (result?.series) series.push(result.series);
      notRun.push(...(result?.notRun ?? []));
      before += cost;
    }
    this.#report(1);
    return { series, notRun };
  }

  #report(share: number, detail?: string): void {
    const progress = { phase: 'Timing', done: Math.floor(parts * share), total: parts };
    this.#ctx.report({ ...progress, ...(detail !== undefined && { detail }) });
  }

  async #one(workload: Workload, report: (share: number) => void) {
    const { protocol, mostSeconds, subjects } = this.#benchmark;
    const subject = subjects[workload.network];
    const variants = this.#variants(workload.network);
    const timed = variants.filter((variant) => this.#isWanted(variant));
    if (!subject || timed.length === 0) return undefined;
    return measureSeries(
      {
        ...{ workload, variants, protocol, mostSeconds },
        isFirstTimed: timed.length === variants.length,
        inputs: await this.#inputsOf(workload, subject),
        folder: this.#benchmark.folder,
      },
      this.#ctx.signal,
      (done, total) => report(done / total),
    );
  }

  /** What is compared first, then int8, then other backends; int8 files are ONNX Runtime's alone. */
  #variants(network: BenchmarkNetwork): VariantRequest[] {
    const files = this.#benchmark.subjects[network]?.files;
    if (!files?.fp32) return [];
    const others = this.#available().filter((backend) => backend !== 'onnxruntime');
    const own = precisions.flatMap((precision): VariantRequest[] => {
      const file = files[precision];
      return file ? [{ backend: 'onnxruntime', precision, ...file }] : [];
    });
    const fp32 = files.fp32;
    const all = [...own, ...others.map((backend) => ({ backend, precision: 'fp32' as const, ...fp32 }))];
    return all.filter((variant) => isBaseline(variant) || this.#isWanted(variant));
  }

  #isWanted({ backend }: VariantRequest): boolean {
    return this.#benchmark.backends.includes(backend);
  }

  #available(): Backend[] {
    const { backends, statuses } = this.#benchmark;
    return [...new Set(backends)].filter((backend) =>
      statuses.some((status) => status.backend === backend && status.isAvailable),
    );
  }

  #unavailable(): NotRun[] {
    const { backends, statuses } = this.#benchmark;
    return statuses
      .filter(({ backend, isAvailable }) => backends.includes(backend) && !isAvailable)
      .map(({ backend, problem, remedy }) => ({
        what: backendNames[backend],
        why: [problem ?? 'it is not available', remedy].filter((part) => part !== null).join('; '),
      }));
  }

  #withoutFile(): NotRun[] {
    const { workloads, subjects } = this.#benchmark;
    return [...new Set(workloads.map(({ network }) => network))].flatMap((network) => {
      const subject = subjects[network];
      if (subject?.files.fp32 && subject.files.int8) return [];
      const what = `${networkNames[network]}${subject?.files.fp32 ? ', int8' : ''}`;
      return [{ what, why: subject?.missing ?? 'there is no such network' }];
    });
  }

  /** Seconds, roughly. */
  #cost(workload: Workload): number {
    const { protocol, mostSeconds } = this.#benchmark;
    const rounds = protocol.warmUps + protocol.runs;
    const seconds = roughSeconds(workload);
    // What would take too long is found out soon.
    const isRun = seconds * rounds <= mostSeconds;
    return (
      this.#variants(workload.network).length * ((isRun ? rounds * (seconds + protocol.pause / 1000) : 0) + 1)
    );
  }

  async #inputsOf(workload: Workload, { inputs }: Subject): Promise<readonly InputFile[]> {
    const key = `${workload.network}-${workload.width}x${workload.height}`;
    const known = this.#inputs.get(key);
    if (known) return known;
    const files = await writeInputs(inputs(workload), this.#benchmark.folder, key);
    this.#inputs.set(key, files);
    return files;
  }
}
