import { createRandom, type Random } from '../../shared/random.ts';
import {
  add,
  divide,
  gather,
  gridSample,
  input,
  multiply,
  slice,
  step,
  subtract,
} from '../graph/operators.ts';
import type { ChannelScore } from '../imaging/normalize.ts';
import { unet } from '../networks/unet.ts';
import type { Values } from '../runtime/session.ts';
import { affineGrid } from './affine-grid.ts';
import { type Augmentation, drawCrop, type TrainingImage } from './augmentation.ts';
import { segmentationLoss } from './losses.ts';
import { TrainingScope } from './parameters.ts';
import type { Feeds, StepProgram } from './program.ts';
import { learningRateAt, type Schedule } from './schedule.ts';
import { adam, type SegmenterShape, segmenterGroup } from './segmenter-step.ts';
import { namedStates, type States } from './states.ts';
import { stepSizes, updates } from './update.ts';

/** An annotated photograph at the working scale, as levels. */
export interface SegmenterPhotograph extends Pick<TrainingImage, 'width' | 'height' | 'vessel' | 'fov'> {
  /** [3, height, width]. */
  readonly levels: Uint8Array;
  /** Of each channel. */
  readonly scores: readonly ChannelScore[];
}

export interface SegmenterTraining extends SegmenterShape, Augmentation {
  readonly steps: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly seed: number;
}

/** Of the random numbers of a step, under the run's seed. */
export const batchStream = 2;

/** The training of a U-Net as a program: what `SegmenterTrainer` does with crops that it takes itself. */
export function segmenterProgram(
  training: SegmenterTraining,
  photographs: readonly SegmenterPhotograph[],
  initial: States,
): StepProgram {
  const data = dataOf(photographs);
  const { image, vessel, fov } = crops(training, data);
  const scope = new TrainingScope(segmenterGroup(training));
  const { loss, crossEntropy, dice } = segmentationLoss(unet(scope, image, training), vessel, fov);
  const metrics = { loss, 'cross-entropy': crossEntropy, Dice: dice };
  const { steps, schedule, learningRate, seed } = training;
  const optimiser = { group: scope.group.name, ...adam };
  const states = Object.entries(namedStates(initial)).map(([name, { data }]) => [name, data] as const);
  return {
    graphs: { step: { ...metrics, ...updates([{ scope, loss, ...adam }]) } },
    states: Object.fromEntries(states),
    results: [`${scope.group.name}.weights`, `${scope.group.name}.statistics`],
    data,
    inputs: (step) => ({
      graph: 'step',
      feeds: {
        ...draw(training, photographs, createRandom(seed, batchStream, step)),
        ...stepSizes([optimiser], step, learningRateAt(schedule, step, steps, learningRate)),
      },
    }),
    steps,
    metrics: Object.keys(metrics),
  };
}

type Data = ReturnType<typeof dataOf>;

/** Channels of `photographs`: levels inside the field of view, vessels, field of view. */
function dataOf(photographs: readonly SegmenterPhotograph[]) {
  const [width, height] = [
    Math.max(...photographs.map((photograph) => photograph.width)),
    Math.max(...photographs.map((photograph) => photograph.height)),
  ];
  const dims = [photographs.length, 5, height, width];
  const data = new Float32Array(photographs.length * 5 * height * width);
  photographs.forEach((photograph, index) => {
    for (let channel = 0; channel < 5; channel++) {
      const plane = data.subarray((5 * index + channel) * height * width);
      fillPlane(plane, width, photograph, channel);
    }
  });
  const scores = (value: (score: ChannelScore) => number): Values => ({
    data: Float32Array.from(photographs.flatMap((photograph) => photograph.scores.map(value))),
    dims: [photographs.length, 3, 1, 1],
  });
  return {
    photographs: { data, dims } satisfies Values,
    means: scores(({ mean }) => mean),
    deviations: scores(({ deviation }) => deviation),
  };
}

function fillPlane(plane: Float32Array, stride: number, source: SegmenterPhotograph, channel: number): void {
  const { width, height, levels, vessel, fov } = source;
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const level =
        channel === 4 ? 1 : channel === 3 ? vessel[from]! : levels[channel * width * height + from]!;
      plane[y * stride + x] = channel === 3 ? level : level * fov[from]!;
    }
  }
}

function draw(
  { batch, crop, ...augmentation }: SegmenterTraining,
  photographs: readonly SegmenterPhotograph[],
  random: Random,
): Feeds {
  const drawn = Array.from({ length: batch }, () => {
    const index = random.integer(photographs.length);
    return { index, ...drawCrop(photographs[index]!, crop, augmentation, random) };
  });
  const values = (
    dims: readonly number[],
    list: (one: (typeof drawn)[number]) => readonly number[],
  ): Values => ({
    data: Float32Array.from(drawn.flatMap(list)),
    dims: [batch, ...dims],
  });
  return {
    indices: values([], ({ index }) => [index]),
    placements: values([2, 3], ({ placement: { x0, y0, xx, xy, yx, yy } }) => [xx, xy, x0, yx, yy, y0]),
    gains: values([3, 1, 1], ({ gains }) => gains),
    shifts: values([3, 1, 1], ({ shifts }) => shifts),
  };
}

/** The crops that `takeCrop` takes: `image` [B,3,S,S], `vessel` and `fov` [B,1,S,S]. */
function crops({ batch, crop, scaleJitter }: SegmenterTraining, data: Data) {
  const [, , height, width] = data.photographs.dims as [number, number, number, number];
  const indices = input('indices', [batch]);
  const of = (name: keyof Data) => gather(input(name, data[name].dims), indices);
  const grid = affineGrid(
    input('placements', [batch, 2, 3]),
    { width: crop, height: crop },
    { width, height },
  );
  // Without magnification the crop's pixels lie on the photograph's.
  const seen = gridSample(of('photographs'), grid, scaleJitter === 0 ? 'nearest' : 'bilinear');
  const channels = (from: number, to: number) => slice(seen, [0, from, 0, 0], [batch, to, crop, crop]);
  const isHalf = (x: Parameters<typeof step>[0]) => step(subtract(x, 0.5 - 1e-6));
  const inside = channels(4, 5);
  const fov = isHalf(inside);
  // The levels are 0 outside the field of view, where the normalised photograph is 0: the mean counts inside alone.
  const normalised = divide(subtract(channels(0, 3), multiply(of('means'), inside)), of('deviations'));
  const channel = [batch, 3, 1, 1];
  const coloured = add(multiply(normalised, input('gains', channel)), input('shifts', channel));
  return { image: multiply(coloured, fov), vessel: isHalf(channels(3, 4)), fov };
}
