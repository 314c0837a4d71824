import { z } from 'zod';
import { FundusError } from '../errors.ts';

export const stages = [1, 2] as const;

/** What is timed. The reference kit's networks have random weights: they are there for the time they take. */
export const benchmarkNetworks = ['segmenter', 'synthesizer', 'kit-segmenter', 'kit-synthesizer'] as const;
export type BenchmarkNetwork = (typeof benchmarkNetworks)[number];

/** What computes. TensorFlow's native library with oneDNN and without, and TensorFlow.js in plain JavaScript. */
export const backends = ['onnxruntime', 'tensorflow-onednn', 'tensorflow', 'tensorflow-js'] as const;
export type Backend = (typeof backends)[number];

export const precisions = ['fp32', 'int8'] as const;
export type Precision = (typeof precisions)[number];

/** What pictures a network is given. */
export const shapeKinds = ['patch', 'image'] as const;

export const benchmarkPresets = ['quick', 'full'] as const;
export type BenchmarkPreset = (typeof benchmarkPresets)[number];

const counts = (most: number) => z.array(z.int().min(1).max(most));

/** What is not given is the preset's. */
export const benchmarkOptionsSchema = z.object({
  preset: z.enum(benchmarkPresets),
  networks: z.array(z.enum(benchmarkNetworks)).min(1).optional(),
  backends: z.array(z.enum(backends)).min(1).optional(),
  threads: counts(1024).min(1).optional(),
  /** Batches of 48-pixel patches; empty for none. */
  patchBatches: counts(1024).optional(),
  /** Batches of whole images; empty for none. */
  imageBatches: counts(64).optional(),
  /** Counted runs of each variant. */
  runs: z.int().min(20).max(1000).optional(),
  /** Names of float32 models; by default those in use, and what int8 ones in use were made from. */
  segmenter: z.string().optional(),
  synthesizer: z.string().optional(),
});
export type BenchmarkOptions = z.infer<typeof benchmarkOptionsSchema>;

/** What of the options is measured, all of it decided. */
export type BenchmarkPlan = {
  readonly [K in Exclude<keyof BenchmarkOptions, 'preset' | 'segmenter' | 'synthesizer'>]-?: NonNullable<
    BenchmarkOptions[K]
  >;
};

export const machineDescriptionSchema = z.object({
  cpu: z.string(),
  /** That the program may use. */
  cores: z.int().positive(),
  /** 'avx2', 'avx512f', 'avx512_vnni', ...; empty where the system does not tell. */
  instructionSets: z.array(z.string()),
  memoryBytes: z.number().positive(),
  system: z.string(),
  /** Versions by name: "Node", "ONNX Runtime", "TensorFlow", ... */
  versions: z.record(z.string(), z.string()),
});
export type MachineDescription = z.infer<typeof machineDescriptionSchema>;

const spreadSchema = z.object({
  median: z.number().positive(),
  /** First and third quartile. */
  q1: z.number().positive(),
  q3: z.number().positive(),
});

/** One network at one precision on one backend. */
export const benchmarkVariantSchema = z.object({
  backend: z.enum(backends),
  precision: z.enum(precisions),
  /** The network's name and the SHA-256 of its file; null for the kit's, which are made for the benchmark. */
  model: z.object({ name: z.string(), sha256: z.string() }).nullable(),
  /** Milliseconds of a batch. */
  latency: spreadSchema,
  imagesPerSecond: z.number().positive(),
  /** The largest resident set of a process that does nothing else, in bytes. */
  peakMemory: z.number().positive().nullable(),
  /** Mean absolute difference of the outputs from those of ONNX Runtime in fp32, which is 0 itself. */
  difference: z.number().nonnegative(),
  /** By name, such as "F1" or "consistency"; null where the weights are random. */
  accuracy: z.record(z.string(), z.number()).nullable(),
});
export type BenchmarkVariant = z.infer<typeof benchmarkVariantSchema>;

/** The variants of one workload, timed in turns. */
export const benchmarkSeriesSchema = z.object({
  network: z.enum(benchmarkNetworks),
  shape: z.enum(shapeKinds),
  width: z.int().positive(),
  height: z.int().positive(),
  batch: z.int().positive(),
  threads: z.int().positive(),
  variants: z.array(benchmarkVariantSchema).min(1),
});
export type BenchmarkSeries = z.infer<typeof benchmarkSeriesSchema>;

/** What `fundus benchmark --json` prints, a project keeps and another machine's file holds. */
export const benchmarkReportSchema = z.object({
  format: z.literal('fundus-benchmark'),
  version: z.literal(1),
  /** Tells reports apart, on any machine. */
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  softwareVersion: z.string(),
  machine: machineDescriptionSchema,
  options: benchmarkOptionsSchema,
  protocol: z.object({
    warmUps: z.int().nonnegative(),
    runs: z.int().positive(),
    /** Milliseconds of rest before each run, in which the threads of the one before come to rest. */
    pause: z.number().nonnegative(),
    /** Milliseconds that a run lasts at the least: a batch that takes less is repeated, and the mean counts. */
    shortest: z.number().nonnegative(),
  }),
  /** How accuracy was measured, and on which images; null where it was not. */
  accuracyOn: z.string().nullable(),
  series: z.array(benchmarkSeriesSchema),
  /** What was asked for and could not be run, and why. */
  notRun: z.array(z.object({ what: z.string(), why: z.string() })),
});
export type BenchmarkReport = z.infer<typeof benchmarkReportSchema>;

/**
 * GET /api/benchmarks: BenchmarkInfo[], newest first. GET /api/benchmarks/:id: BenchmarkReport.
 * POST /api/benchmarks with a BenchmarkReport as JSON imports another machine's: BenchmarkInfo; one that is there
 * already stays. PATCH /api/benchmarks/:id renames: BenchmarkInfo. DELETE /api/benchmarks/:id forgets it.
 * A job of the kind 'benchmark' makes one; its result is { benchmark: id }.
 */
export interface BenchmarkInfo {
  readonly id: string;
  /** By default the machine's and the day's. */
  readonly name: string;
  readonly createdAt: string;
  readonly cpu: string;
  readonly preset: BenchmarkPreset;
  readonly isImported: boolean;
  readonly series: number;
}
export const renameBenchmarkSchema = z.object({ name: z.string().trim().min(1).max(80) });

/** GET /api/benchmark-choices */
export interface BenchmarkChoices {
  readonly machine: MachineDescription;
  /** What the presets stand for, on this machine, and about how many minutes they take on two cores. */
  readonly presets: Readonly<Record<BenchmarkPreset, BenchmarkPlan & { readonly minutes: number }>>;
  readonly backends: readonly BackendStatus[];
  /** Names of the project's float32 models, and of the int8 models that were made from each. */
  readonly models: readonly {
    readonly kind: 'segmenter' | 'synthesizer';
    readonly name: string;
    readonly int8: readonly string[];
    readonly isDefault: boolean;
  }[];
}

/** Whether a backend can be used here; GET /api/doctor gives this of all with the machine. */
export interface BackendStatus {
  readonly backend: Backend;
  readonly isAvailable: boolean;
  readonly version: string | null;
  /** Where it is not available: why, and the one command that adds it. */
  readonly problem: string | null;
  readonly remedy: string | null;
}

const hint = 'expected what `fundus benchmark --json` prints, or the window exports as JSON';
const shownIssues = 3;

const headSchema = z.object({ format: benchmarkReportSchema.shape.format, version: z.number() });

/**
 * Reads a report that a file or another program holds.
 * @param file that it is from, for the error
 * @throws FundusError 'bad-benchmark' that says which fields are not as expected
 */
export function parseBenchmark(value: unknown, file?: string): BenchmarkReport {
  const refuse = (message: string, advice: string) =>
    new FundusError('bad-benchmark', message, { hint: advice, ...(file !== undefined && { file }) });
  const head = headSchema.safeParse(value);
  if (!head.success) throw refuse(`It is not a benchmark of Fundus Studio (${issuesOf(head.error)})`, hint);
  const known = benchmarkReportSchema.shape.version.value;
  if (head.data.version > known) {
    throw refuse(
      `The benchmark has version ${head.data.version}; this program knows ${known}`,
      'open it with a newer Fundus Studio',
    );
  }
  const report = benchmarkReportSchema.safeParse(value);
  if (report.success) return report.data;
  throw refuse(`The benchmark is not complete (${issuesOf(report.error)})`, hint);
}

/** @throws FundusError as parseBenchmark, also for what is no JSON */
export function parseBenchmarkText(text: string, file?: string): BenchmarkReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const where = file === undefined ? {} : { file };
    throw new FundusError('bad-benchmark', 'It is not JSON', { hint, cause, ...where });
  }
  return parseBenchmark(value, file);
}

function issuesOf({ issues }: z.ZodError): string {
  const shown = issues.slice(0, shownIssues).map(({ path, message }) => {
    const field = path.length > 0 ? `${path.join('.')}: ` : '';
    return field + message.replace(/^Invalid input: /, '');
  });
  const others = issues.length - shown.length;
  return [...shown, ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
}
