import type {
  BackendStatus,
  BenchmarkNetwork,
  BenchmarkOptions,
  BenchmarkPlan,
  BenchmarkPreset,
  BenchmarkSeries,
} from '../../shared/api/benchmark.ts';

/** What a network is timed on. */
export type Workload = Omit<BenchmarkSeries, 'variants'>;

interface PresetScope {
  readonly isEveryThreadCount: boolean;
  readonly backends: BenchmarkPlan['backends'];
  readonly patchBatches: readonly number[];
  readonly imageBatches: readonly number[];
  readonly runs: number;
  /** A variant that would take longer for one workload is left out. */
  readonly mostSeconds: number;
  /** On two cores (Zen 4 at 2.6 GHz) with ONNX Runtime alone. */
  readonly minutes: number;
}

const scopes: Readonly<Record<BenchmarkPreset, PresetScope>> = {
  quick: {
    isEveryThreadCount: false,
    backends: ['onnxruntime', 'tensorflow-onednn'],
    patchBatches: [1, 16, 256],
    imageBatches: [1],
    runs: 30,
    mostSeconds: 45,
    minutes: 5,
  },
  full: {
    isEveryThreadCount: true,
    backends: ['onnxruntime', 'tensorflow-onednn', 'tensorflow'],
    patchBatches: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    imageBatches: [1, 2, 4, 8],
    runs: 30,
    mostSeconds: 240,
    minutes: 120,
  },
};

export const mostSeconds = (preset: BenchmarkPreset) => scopes[preset].mostSeconds;

/**
 * What a preset stands for on a machine. Where TensorFlow's native library is not installed, TensorFlow.js in plain
 * JavaScript stands in for it.
 */
export function presetPlan(
  preset: BenchmarkPreset,
  cores: number,
  statuses: readonly BackendStatus[],
): BenchmarkPlan & { readonly minutes: number } {
  const scope = scopes[preset];
  const isNative = statuses.some(({ backend, isAvailable }) => backend === 'tensorflow' && isAvailable);
  const backends = isNative ? [...scope.backends] : [...scope.backends, 'tensorflow-js' as const];
  return {
    networks: ['segmenter', 'synthesizer', 'kit-segmenter', 'kit-synthesizer'],
    backends,
    threads: scope.isEveryThreadCount ? powersOfTwo(cores) : [cores],
    patchBatches: [...scope.patchBatches],
    imageBatches: [...scope.imageBatches],
    runs: scope.runs,
    minutes: scope.minutes,
  };
}

/** The options, with the preset's values for what they leave open. */
export function planOf(
  options: BenchmarkOptions,
  cores: number,
  statuses: readonly BackendStatus[],
): BenchmarkPlan {
  const plan = presetPlan(options.preset, cores, statuses);
  return {
    networks: options.networks ?? plan.networks,
    backends: options.backends ?? plan.backends,
    threads: options.threads ?? plan.threads,
    patchBatches: options.patchBatches ?? plan.patchBatches,
    imageBatches: options.imageBatches ?? plan.imageBatches,
    runs: options.runs ?? plan.runs,
  };
}

/** 1, 2, 4, ... and the number itself. */
function powersOfTwo(most: number): number[] {
  const powers = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, power) => 2 ** power);
  return powers.at(-1) === most ? powers : [...powers, most];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const square = (side: number): Size => ({ width: side, height: side });

/** 48 pixels are the patches of the reference kit, whose generator knows no other size than 512. */
const sizes: Readonly<
  Record<BenchmarkNetwork, { readonly patch: Size; readonly image?: Size; readonly cost: number }>
> = {
  segmenter: { patch: square(48), image: { width: 1752, height: 1168 }, cost: 0.45 },
  synthesizer: { patch: square(48), image: square(512), cost: 0.55 },
  'kit-segmenter': { patch: square(48), cost: 1 },
  'kit-synthesizer': { patch: square(512), cost: 1.2 },
};

/** Network by network, patches before whole images, in the order of the plan's numbers. */
export function workloadsOf({ networks, threads, patchBatches, imageBatches }: BenchmarkPlan): Workload[] {
  const workloads: Workload[] = [];
  for (const network of new Set(networks)) {
    const { patch, image } = sizes[network];
    for (const count of new Set(threads)) {
      const common = { network, threads: count };
      for (const batch of new Set(patchBatches)) {
        workloads.push({ ...common, shape: 'patch', ...patch, batch });
      }
      if (!image) continue;
      for (const batch of new Set(imageBatches)) {
        workloads.push({ ...common, shape: 'image', ...image, batch });
      }
    }
  }
  return workloads;
}

/** About how many seconds a run takes, for what is left to do: of ONNX Runtime in fp32, from the pixels alone. */
export function roughSeconds({ network, width, height, batch, threads }: Workload): number {
  return (2 * sizes[network].cost * batch * width * height) / 1e6 / threads;
}
