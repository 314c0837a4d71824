import { z } from 'zod';
import { backends } from './api/benchmark.ts';
import { backendNames } from './benchmark-text.ts';
import { choice, number, text, wholeNumber } from './setting.ts';

/**
 * The settings of a training, by the kind of its network: the one place that says what they are called, what they mean
 * and which values they can have. Requests, stored options, the command line and the page's form are made from it, in
 * its order. A preset has a value for each (src/main/training).
 */

/** Instead of a segmenter's name: the vessels of the pictures are not looked at. */
export const noSegmenter = 'none';
/**
 * Instead of its name: the one of those that the project has when the training begins whose scale is nearest to that of
 * the pictures.
 */
export const nearestSegmenter = 'nearest';

const numbered = (values: readonly number[]) => values.map((value) => ({ value, label: String(value) }));

export const nameSchema = z.string().trim().min(1).max(60);
const name = text(nameSchema, 'a name of 1 to 60 characters', [], {
  label: 'Name',
  meaning: 'Name of the model, to tell it from others; a number is added where it is taken.',
});

const steps = wholeNumber(
  { min: 1, max: 1_000_000, step: 100 },
  {
    section: 'Length',
    label: 'Steps',
    meaning: 'How often the weights are moved: time grows in proportion.',
  },
);

/** How both kinds learn. */
const learning = {
  learningRate: number(
    { min: 1e-7, max: 1, step: 0.0001 },
    {
      section: 'Learning',
      label: 'Learning rate',
      meaning:
        'How far a step moves the weights at most: too high and the loss jumps or diverges, too low and it creeps.',
    },
  ),
  /** See `learningRateAt`. */
  schedule: choice(
    [
      { value: 'one-cycle', label: 'One cycle: up, then down' },
      { value: 'cosine', label: 'Cosine: down from the start' },
      { value: 'linear-decay', label: 'Constant, then down at the end' },
    ],
    {
      section: 'Learning',
      label: 'Course of the learning rate',
      meaning:
        'How the step size changes: up and down again, down from the start, or constant and then down at the end.',
    },
  ),
  seed: wholeNumber(
    { min: 0, max: 4_294_967_295, step: 1 },
    {
      section: 'Learning',
      label: 'Seed',
      meaning:
        'Starts everything that is drawn at random: the same seed and settings give the same network again.',
    },
  ),
  backend: choice(
    backends.map((value) => ({
      value,
      label:
        value === 'tensorflow-js'
          ? `${backendNames[value]}, plain JavaScript: very slow`
          : backendNames[value],
    })),
    {
      section: 'Learning',
      label: 'Computed by',
      meaning:
        'The library that does the steps: ONNX Runtime is fastest; others, if installed, are there to compare.',
      older: 'onnxruntime',
    },
  ),
};

export type Schedule = z.infer<typeof learning.schedule.asked>;

const segmenter = {
  name,
  steps,
  batch: wholeNumber(
    { min: 1, max: 256, step: 1 },
    {
      section: 'Length',
      label: 'Crops a step',
      meaning: 'Crops that a step learns from: more make steadier steps, which take longer.',
    },
  ),
  /** A multiple of 2^(levels - 1). */
  crop: wholeNumber(
    { min: 16, max: 2048, step: 16, unit: 'pixels' },
    {
      section: 'Length',
      label: 'Side of a crop',
      meaning:
        'Side of the squares that are cut out of the photographs: larger ones show more of a vessel tree and take longer.',
    },
  ),
  width: wholeNumber(
    { min: 1, max: 256, step: 1 },
    {
      section: 'Network',
      label: 'Width',
      meaning:
        'Channels of the first level: twice as many learn finer differences and take about three times as long.',
    },
  ),
  levels: choice<number>(numbered([2, 3, 4]), {
    section: 'Network',
    label: 'Levels',
    meaning: 'Resolutions that the U-Net looks at: more levels see more of the surroundings.',
  }),
  fovDiameter: number(
    { min: 64, max: 8192, step: 1, unit: 'pixels' },
    {
      section: 'Network',
      label: 'Working scale',
      meaning: 'Width that a 60° field of view is brought to: larger finds thinner vessels and takes longer.',
    },
  ),
  ...learning,
  validation: wholeNumber(
    { min: 0, max: 10_000, step: 1 },
    {
      section: 'Learning',
      label: 'Photographs held out',
      meaning: 'Training photographs kept aside to measure progress, where the validation split is empty.',
    },
  ),
  /** See Augmentation. */
  colourJitter: number(
    { min: 0, max: 1, step: 0.05 },
    {
      section: 'Variation',
      label: 'Colour variation',
      meaning: 'Random changes of brightness and colour, so that other cameras and exposures are met.',
    },
  ),
  scaleJitter: number(
    { min: 0, max: 1, step: 0.05 },
    {
      section: 'Variation',
      label: 'Size variation',
      meaning: 'Random magnification of the crops, so that other cameras and resolutions are met.',
    },
  ),
};

const synthesizer = {
  name,
  steps,
  batch: wholeNumber(
    { min: 2, max: 64, step: 2, multiple: 2 },
    {
      section: 'Length',
      label: 'Photographs a step',
      meaning:
        'Photographs that a step learns from: more make steadier steps, which take longer; half of them lend their own style, so an even number.',
    },
  ),
  /** What sizes fit each other: see `checkSynthesizerOptions`. */
  canvasWidth: wholeNumber(
    { min: 64, max: 4096, step: 16, multiple: 16, unit: 'pixels' },
    {
      section: 'Pictures',
      label: 'Width of the pictures',
      meaning:
        'Size of the synthetic photographs: a multiple of 16, of 32 for six levels; twice the side takes four times as long.',
    },
  ),
  canvasHeight: wholeNumber(
    { min: 64, max: 4096, step: 16, multiple: 16, unit: 'pixels' },
    {
      section: 'Pictures',
      label: 'Height of the pictures',
      meaning: 'As the width: a multiple of 16, of 32 for six levels.',
    },
  ),
  width: wholeNumber(
    { min: 1, max: 128, step: 1 },
    {
      section: 'Network',
      label: 'Width',
      meaning: 'Channels of the generator at full resolution: more make finer texture and take longer.',
    },
  ),
  levels: choice<number>(numbered([5, 6, 7]), {
    section: 'Network',
    label: 'Levels',
    meaning:
      'Resolutions of the generator: more see more of the surroundings, as pictures of a thousand pixels need.',
    older: 5,
  }),
  discriminatorWidth: wholeNumber(
    { min: 4, max: 256, step: 4 },
    {
      section: 'Network',
      label: 'Width of the discriminators',
      meaning:
        'Channels of the first layer of those that tell its pictures from photographs while the generator learns: about twice its width.',
    },
  ),
  crop: wholeNumber(
    { min: 32, max: 1024, step: 16, unit: 'pixels' },
    {
      section: 'Network',
      label: 'Window of the finest discriminator',
      meaning:
        'Side of the two windows in which the finest discriminator looks at texture; it sees small pictures as a whole.',
    },
  ),
  segmenter: text(
    z.string().min(1),
    `${noSegmenter}, ${nearestSegmenter} or the name of a model`,
    [
      { value: noSegmenter, label: 'Not in training' },
      { value: nearestSegmenter, label: 'By the segmenter nearest in scale' },
    ],
    {
      section: 'Learning',
      label: 'Vessels looked for',
      meaning:
        'A segmenter can demand that the vessels are where the mask has them, best one that was trained on vessels as large as in the pictures; a step then takes longer, several times where it was not.',
    },
  ),
  ...learning,
};

export const trainingSettings = { segmenter, synthesizer };
