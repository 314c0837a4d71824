import { backends } from '../../shared/api/benchmark.ts';
import { backendNames } from '../../shared/benchmark-text.ts';
import type { ModelKind } from '../../shared/domain.ts';

export type SettingValue = string | number;

interface FieldBase {
  readonly key: string;
  readonly label: string;
  /** One sentence for somebody who has not trained a network. */
  readonly meaning: string;
}
interface NumberField extends FieldBase {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit?: string;
}
interface ChoiceField extends FieldBase {
  readonly type: 'choice';
  readonly options: readonly { readonly value: SettingValue; readonly label: string }[];
}
export type SettingField = NumberField | ChoiceField;

export interface SettingSection {
  readonly title: string;
  readonly fields: readonly SettingField[];
}

const schedule: ChoiceField = {
  type: 'choice',
  key: 'schedule',
  label: 'Course of the learning rate',
  meaning:
    'How the step size changes: up and down again, down from the start, or constant and then down at the end.',
  options: [
    { value: 'one-cycle', label: 'One cycle: up, then down' },
    { value: 'cosine', label: 'Cosine: down from the start' },
    { value: 'linear-decay', label: 'Constant, then down at the end' },
  ],
};

const backend: ChoiceField = {
  type: 'choice',
  key: 'backend',
  label: 'Computed by',
  meaning: 'The library that does the steps: ONNX Runtime is fastest; others are there to compare.',
  options: backends.map((value) => ({
    value,
    label:
      value === 'tensorflow-js' ? `${backendNames[value]}, plain JavaScript: very slow` : backendNames[value],
  })),
};

const number = (
  key: string,
  label: string,
  [min, max, step]: readonly [number, number, number],
  meaning: string,
  unit?: string,
): NumberField => ({ type: 'number', key, label, meaning, min, max, step, ...(unit && { unit }) });

const steps = number(
  'steps',
  'Steps',
  [1, 1_000_000, 100],
  'How often the weights are moved: time grows in proportion.',
);
const seed = number(
  'seed',
  'Seed',
  [0, 4_294_967_295, 1],
  'Starts everything that is drawn at random: the same seed and settings give the same network again.',
);
const learningRate = number(
  'learningRate',
  'Learning rate',
  [1e-7, 1, 0.0001],
  'How far a step moves the weights at most: too high and the loss jumps or diverges, too low and it creeps.',
);

const segmenterSections: readonly SettingSection[] = [
  {
    title: 'Length',
    fields: [
      steps,
      number('batch', 'Crops a step', [1, 256, 1], 'More crops make steadier steps, which take longer.'),
      number(
        'crop',
        'Side of a crop',
        [16, 2048, 16],
        'The squares that are cut out of the photographs: larger ones show more of a vessel tree and take longer.',
        'pixels',
      ),
    ],
  },
  {
    title: 'Network',
    fields: [
      number(
        'width',
        'Width',
        [1, 256, 1],
        'Channels of the first level: twice as many learn finer differences and take about three times as long.',
      ),
      {
        type: 'choice',
        key: 'levels',
        label: 'Levels',
        meaning: 'Resolutions that the U-Net looks at: more levels see more of the surroundings.',
        options: [2, 3, 4].map((value) => ({ value, label: String(value) })),
      },
      number(
        'fovDiameter',
        'Working scale',
        [64, 8192, 1],
        'Width that a 60° field of view is brought to: larger finds thinner vessels and takes longer.',
        'pixels',
      ),
    ],
  },
  {
    title: 'Learning',
    fields: [
      learningRate,
      schedule,
      seed,
      number(
        'validation',
        'Photographs held out',
        [0, 1000, 1],
        'Training photographs kept aside to measure progress, where the split val is empty.',
      ),
      backend,
    ],
  },
  {
    title: 'Variation',
    fields: [
      number(
        'colourJitter',
        'Colour variation',
        [0, 1, 0.05],
        'Random changes of brightness and colour, so that other cameras and exposures are met.',
      ),
      number(
        'scaleJitter',
        'Size variation',
        [0, 1, 0.05],
        'Random magnification of the crops, so that other cameras and resolutions are met.',
      ),
    ],
  },
];

const synthesizerSections: readonly SettingSection[] = [
  {
    title: 'Length',
    fields: [
      steps,
      number(
        'batch',
        'Photographs a step',
        [2, 64, 2],
        'More photographs make steadier steps, which take longer; half of them lend their own style, so an even number.',
      ),
    ],
  },
  {
    title: 'Pictures',
    fields: [
      number(
        'canvasWidth',
        'Width of the pictures',
        [64, 4096, 16],
        'Size of the synthetic photographs: a multiple of 16, of 32 for six levels; twice the side takes four times as long.',
        'pixels',
      ),
      number(
        'canvasHeight',
        'Height of the pictures',
        [64, 4096, 16],
        'As the width: a multiple of 16, of 32 for six levels.',
        'pixels',
      ),
    ],
  },
  {
    title: 'Network and learning',
    fields: [
      number(
        'width',
        'Width',
        [1, 128, 1],
        'Channels of the generator at full resolution: more make finer texture and take longer.',
      ),
      {
        type: 'choice',
        key: 'levels',
        label: 'Levels',
        meaning:
          'Resolutions of the generator: more see more of the surroundings, as pictures of a thousand pixels need.',
        options: [5, 6, 7].map((value) => ({ value, label: String(value) })),
      },
      number(
        'discriminatorWidth',
        'Width of the discriminators',
        [4, 256, 4],
        'Channels of their first layer: they judge the pictures while the generator learns, about twice its width.',
      ),
      number(
        'crop',
        'Window of the finest discriminator',
        [32, 1024, 16],
        'Side of the two windows in which it looks at texture; it sees small pictures as a whole.',
        'pixels',
      ),
      {
        type: 'choice',
        key: 'segmenter',
        label: 'Vessels looked for',
        meaning:
          'A segmenter can demand that the vessels are where the mask has them, best one that was trained on vessels as large as in the pictures; a step then takes longer, several times where it was not.',
        options: [
          { value: 'none', label: 'Not in training' },
          { value: 'nearest', label: 'By the segmenter nearest in scale' },
        ],
      },
      learningRate,
      schedule,
      seed,
      backend,
    ],
  },
];

export const settingSections: Record<ModelKind, readonly SettingSection[]> = {
  segmenter: segmenterSections,
  synthesizer: synthesizerSections,
};
