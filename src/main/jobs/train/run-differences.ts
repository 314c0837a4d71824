import { isDeepStrictEqual } from 'node:util';
import type { StoredProgram, StoredTensor } from '../../training/bundle.ts';

type Tensors = Readonly<Record<string, StoredTensor>>;

/** What people call the data of a training. */
const dataNames: Readonly<Record<string, string>> = {
  photographs: 'photographs with their vessels and fields of view',
  diagnoses: 'classes',
  means: 'mean levels',
  deviations: 'spread of the levels',
  normals: 'noise',
  'segmenter.weights': 'weights of the segmenter that looks for the vessels',
};

/** More would not tell more. */
const mostTold = 3;

/**
 * What a bundle's data have that this program would not have prepared, in words; undefined when nothing.
 * "photographs with their vessels and fields of view: expected 14 of 640 x 480 pixels, found 15 of 640 x 480 pixels"
 */
export function dataDifference(expected: StoredProgram, found: StoredProgram): string | undefined {
  return told(
    namesIn(expected.data, found.data)
      .filter((name) => !isDeepStrictEqual(expected.data[name], found.data[name]))
      .map((name) => `${dataNames[name] ?? `"${name}"`}: ${contrast(expected.data, found.data, name)}`),
  );
}

/** The same of the networks that its states are: "generator.weights: expected 485 numbers, found 1093". */
export function networkDifference(expected: StoredProgram, found: StoredProgram): string | undefined {
  const count = ({ states }: StoredProgram, name: string) =>
    states[name] === undefined ? 'none' : `${states[name].shape[0]} numbers`;
  return told(
    namesIn(expected.states, found.states)
      .filter((name) => !isDeepStrictEqual(expected.states[name]?.shape, found.states[name]?.shape))
      .map((name) => `${name}: expected ${count(expected, name)}, found ${count(found, name)}`),
  );
}

/** Of what computes and draws the steps, the names of those parts that are not the same; empty when all are. */
export function otherParts(expected: StoredProgram, found: StoredProgram): string[] {
  const parts = [
    ['graphs', ({ graphs }: StoredProgram) => graphs],
    ['initial weights', ({ states }: StoredProgram) => states],
    ['random inputs', ({ inputs, schedule }: StoredProgram) => [inputs, schedule]],
    ['samples', ({ samples }: StoredProgram) => samples],
  ] as const;
  return parts.flatMap(([name, part]) => (isDeepStrictEqual(part(expected), part(found)) ? [] : [name]));
}

/** Whether it was another program that prepared it, as far as that shows beside the data: graphs follow their sizes. */
export function trainsOtherwise(expected: StoredProgram, found: StoredProgram): boolean {
  const sizes = ({ data }: StoredProgram) =>
    Object.fromEntries(Object.entries(data).map(([name, { shape }]) => [name, shape]));
  const other = otherParts(expected, found);
  return isDeepStrictEqual(sizes(expected), sizes(found))
    ? other.includes('graphs') || other.includes('random inputs')
    : other.includes('initial weights');
}

const namesIn = (...all: Readonly<Record<string, unknown>>[]) => [...new Set(all.flatMap(Object.keys))];

function contrast(expected: Tensors, found: Tensors, name: string): string {
  const [ours, theirs] = [extent(expected[name]), extent(found[name])];
  return ours === theirs ? `expected other content in ${ours}` : `expected ${ours}, found ${theirs}`;
}

/** "15 of 1752 x 1168 pixels", "485 numbers" */
function extent(tensor: StoredTensor | undefined): string {
  if (tensor === undefined) return 'none';
  const { shape } = tensor;
  const [count, , height, width] = shape;
  if (shape.length === 4 && height! * width! > 1) return `${count} of ${width} x ${height} pixels`;
  return `${shape.reduce((product, length) => product * length, 1)} numbers`;
}

function told(differences: readonly string[]): string | undefined {
  if (differences.length === 0) return undefined;
  const rest = differences.length - mostTold;
  return [...differences.slice(0, mostTold), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
