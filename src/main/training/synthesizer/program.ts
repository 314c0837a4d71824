import { createRandom } from '../../../shared/random.ts';
import type { Schedule } from '../../../shared/training-settings.ts';
import { input } from '../../graph/operators.ts';
import type { Outputs } from '../../graph/passes/rewrite.ts';
import type { Canvas } from '../../imaging/canvas.ts';
import { type GeneratorOptions, generator } from '../../networks/generator.ts';
import type { Values } from '../../runtime/session.ts';
import { roundToBfloat16 } from '../bundle.ts';
import { type ParameterGroup, TrainingScope } from '../parameters.ts';
import { type Feeds, nextOf, type SampleProgram, type StepProgram } from '../program.ts';
import type { StatisticsProgram } from '../run-program.ts';
import { learningRateAt } from '../schedule.ts';
import { initialState, type States, vectorsOf } from '../states.ts';
import { followed, stepSizes, updates } from '../update.ts';
import { type SynthesizerData, type SynthesizerImage, synthesizerData } from './data.ts';
import { segmenterWeights } from './frozen-segmenter.ts';
import { augmented, drawInputs, drawSamples, penaltyInput, type SynthesizerTensors } from './inputs.ts';
import {
  gradientPenaltyEvery,
  type SynthesizerRecipe,
  synthesize,
  synthesizerGroups,
  synthesizerStep,
} from './recipe.ts';

export interface SynthesizerTraining {
  readonly recipe: SynthesizerRecipe;
  readonly canvas: Canvas;
  /** Even. */
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly seed: number;
  /** In steps. */
  readonly sampleEvery: number;
}

/** Streams of random numbers under the run's seed. */
const streams = { generator: 1, discriminators: 2, batches: 3, statistics: 4, samples: 5 } as const;
/** The batches from which the final statistics of batch normalisation are taken. */
const statisticsBatches = 60;
/** The generator that is kept is a moving average over about this share of a step: 1 / (1 - decay) = 500 steps. */
const averageDecay = 0.998;
export const averageGroup = 'average';
const averageRate = `${averageGroup}.rate`;
/** The samples show what is made of so many photographs' masks, each in so many styles. */
const sampledImages = 3;
export const sampledStyles = 4;

export interface SynthesizerProgram extends StepProgram {
  readonly samples: SampleProgram;
  /** What the samples are made of: outputs `photograph` and `mask`, inputs as those of `samples`. */
  readonly sampled: Outputs;
  /** Carried from step to step; `states` under other names. `average` has the generator's weights alone. */
  readonly initial: States;
  /** The parameters of the generator and the style encoder, and of `average`. */
  readonly group: ParameterGroup;
  /** Those of the averaged generator on batches as those it was trained on, half of them of encoded styles. */
  readonly statistics: StatisticsProgram;
}

/** The training of a synthesizer on photographs of equal size, `oversampling` times the canvas. */
export function synthesizerProgram(
  training: SynthesizerTraining,
  images: readonly SynthesizerImage[],
): SynthesizerProgram {
  const { recipe, canvas, batch, seed } = training;
  const data = synthesizerData(images, canvas, seed);
  const shape = { ...canvas, batch, crop: recipe.crop };
  const groups = synthesizerGroups(recipe);
  const average = { ...groups.generator, name: averageGroup };
  const tensors = augmented(shape, data);
  const step = stepGraph(recipe, groups, tensors);
  const initial = initialStates(groups, seed);
  const draw = (stream: number, index: number) => drawInputs(shape, data, createRandom(seed, stream, index));
  return {
    graphs: { step: step.outputs },
    states: vectorsOf(initial),
    results: [`${averageGroup}.weights`],
    initial,
    data: { ...data, ...segmenterData(recipe) },
    inputs: (number) => ({
      graph: 'step',
      feeds: { ...draw(streams.batches, number), ...schedule(training, step.optimisers, number) },
    }),
    ...samplePrograms(training, average, data),
    steps: training.steps,
    metrics: step.metrics,
    group: groups.generator,
    statistics: {
      placement: groups.generator.statistics,
      graph: statisticsGraph(average, tensors, recipe.generator),
      inputs: (index) => draw(streams.statistics, index),
      batches: statisticsBatches,
    },
  };
}

type Groups = ReturnType<typeof synthesizerGroups>;

function initialStates(groups: Groups, seed: number): States {
  const none = new Float32Array();
  const draw = (group: ParameterGroup, stream: number) => {
    const state = initialState(group, createRandom(seed, stream));
    // A bundle stores such numbers in half of the space.
    return { ...state, weights: roundToBfloat16(state.weights) };
  };
  const generatorState = draw(groups.generator, streams.generator);
  return {
    generator: generatorState,
    discriminators: draw(groups.discriminators, streams.discriminators),
    [averageGroup]: {
      weights: generatorState.weights.slice(),
      firstMoment: none,
      secondMoment: none,
      statistics: none,
    },
  };
}

function segmenterData({ segmenter }: SynthesizerRecipe): Feeds {
  if (!segmenter) return {};
  const { weights } = segmenter.network;
  return { [segmenterWeights]: { data: weights, dims: [weights.length] } };
}

function stepGraph(recipe: SynthesizerRecipe, groups: Groups, tensors: SynthesizerTensors) {
  const { objectives, metrics } = synthesizerStep(recipe, groups, tensors);
  const updated = updates(objectives);
  const weights = updated[nextOf(`${groups.generator.name}.weights`)]!;
  const average = followed(`${averageGroup}.weights`, weights, input(averageRate, [1]));
  return {
    outputs: { ...metrics, ...updated, ...average },
    metrics: Object.keys(metrics),
    optimisers: objectives.map(({ scope, loss: _, ...adam }) => ({ group: scope.group.name, ...adam })),
  };
}

const one = (value: number): Values => ({ data: Float32Array.of(value), dims: [1] });

function schedule(
  { schedule, steps, learningRate }: SynthesizerTraining,
  optimisers: Parameters<typeof stepSizes>[0],
  step: number,
): Feeds {
  // Faster in the first steps, which are far from the last.
  const decay = Math.min(averageDecay, (1 + step) / (10 + step));
  return {
    ...stepSizes(optimisers, step, learningRateAt(schedule, step, steps, learningRate)),
    [averageRate]: one(1 - decay),
    [penaltyInput]: one(step % gradientPenaltyEvery === 0 ? 1 : 0),
  };
}

function statisticsGraph(
  average: ParameterGroup,
  tensors: SynthesizerTensors,
  options: GeneratorOptions,
): Outputs {
  const scope = new TrainingScope(average);
  synthesize(scope, tensors, options);
  return { statistics: scope.batchStatistics()! };
}

/** The averaged generator, normalising by the statistics of the samples themselves; the same ones at every step. */
function samplePrograms(
  { recipe, canvas, seed, sampleEvery }: SynthesizerTraining,
  average: ParameterGroup,
  data: SynthesizerData,
): Pick<SynthesizerProgram, 'samples' | 'sampled'> {
  const shown = onePerDiagnosis(data);
  const shape = { ...canvas, batch: shown.length * sampledStyles, crop: recipe.crop };
  const tensors = augmented(shape, data);
  const { image: photograph, mask, fov, noise, diagnosis, randomStyle: style } = tensors;
  const image = generator(
    new TrainingScope(average),
    { mask, fov, noise, diagnosis, style },
    recipe.generator,
  );
  const feeds = drawSamples(shape, data, shown, createRandom(seed, streams.samples));
  return { samples: { graph: { image }, feeds, every: sampleEvery }, sampled: { photograph, mask } };
}

/** The first photographs of different diagnoses, then any others. */
function onePerDiagnosis({ diagnoses: { data, dims } }: SynthesizerData): readonly number[] {
  const all = [...Array(dims[0]!).keys()];
  const codes = all.map((index) => data.subarray(3 * index, 3 * index + 3).join());
  const first = all.filter((index) => codes.indexOf(codes[index]!) === index);
  return [...new Set([...first, ...all])].slice(0, sampledImages);
}
