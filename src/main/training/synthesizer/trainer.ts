import type { Raster } from '../../imaging/raster.ts';
import { toRaster } from '../../inference/synthesize-image.ts';
import { encoderPrefix, writeStyleEncoder, writeSynthesizer } from '../../networks/files.ts';
import type { Values } from '../../runtime/session.ts';
import { namedValues } from '../parameters.ts';
import type { States } from '../states.ts';
import { ProgramTrainer, type Report, type TrainingSample, type Validation } from '../trainer.ts';
import type { SynthesizerTrainingOptions } from './options.ts';
import { averageGroup, type SynthesizerProgram, sampledStyles } from './program.ts';

export interface FinishedSynthesizer {
  readonly onnx: Uint8Array;
  readonly styleEncoder: Uint8Array;
  /** How many the generator has. */
  readonly weights: number;
}

/** A generator in training with its style encoder and discriminators, on photographs in memory. */
export class SynthesizerTrainer extends ProgramTrainer<FinishedSynthesizer, SynthesizerProgram> {
  readonly #options: SynthesizerTrainingOptions;

  constructor(options: SynthesizerTrainingOptions, program: SynthesizerProgram, signal: AbortSignal) {
    super(program, options, signal);
    this.#options = options;
  }

  async validate(): Promise<Validation> {
    const { graph, feeds } = this.program.samples;
    const { image } = await this.runner.evaluate(graph, this.states, feeds);
    return { metrics: {}, samples: await this.describeSamples(rastersOf(image!)) };
  }

  override async describeSamples(made: readonly Raster[]): Promise<TrainingSample[]> {
    const { sampled, samples } = this.program;
    const { photograph, mask } = await this.runner.evaluate(sampled, this.states, samples.feeds);
    return rowsOf(rastersOf(photograph!), mask!, made);
  }

  async finish(states: Readonly<States>, report: Report): Promise<FinishedSynthesizer> {
    const { group, statistics } = this.program;
    const { weights } = states[averageGroup]!;
    const found = await this.finalStatistics(states, (done) => report(done, statistics.batches));
    const named = new Map([...namedValues(group.weights, weights), ...namedValues(group.statistics, found)]);
    const generator = [...named].filter(([name]) => !name.startsWith(`${encoderPrefix}.`));
    return {
      onnx: writeSynthesizer(this.#options, named),
      styleEncoder: writeStyleEncoder(named),
      weights: generator.reduce((sum, [, values]) => sum + values.length, 0) - found.length,
    };
  }
}

/** [N,3,H,W] in -1..1. */
function rastersOf({ data, dims }: Values): Raster[] {
  const [count, channels, height, width] = dims as [number, number, number, number];
  const length = channels * height * width;
  return Array.from({ length: count }, (_, index) =>
    toRaster(data.subarray(index * length, (index + 1) * length), width, height),
  );
}

/** Photographs, their masks, and what was made of these in several styles. */
function rowsOf(photographs: readonly Raster[], masks: Values, made: readonly Raster[]): TrainingSample[] {
  return Array.from({ length: photographs.length / sampledStyles }).flatMap((_, row): TrainingSample[] => {
    const first = row * sampledStyles;
    const photograph = photographs[first]!;
    const { width, height } = photograph;
    const vessels = masks.data.subarray(first * width * height, (first + 1) * width * height);
    return [
      { label: 'photograph', picture: photograph },
      { label: 'annotation', picture: { width, height, data: Uint8Array.from(vessels) } },
      ...made
        .slice(first, first + sampledStyles)
        .map((picture) => ({ label: 'synthetic', picture }) as const),
    ];
  });
}
