import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';
import type { Random } from '../../shared/random.ts';
import type { Values } from '../runtime/session.ts';
import { initialValues, type ParameterGroup } from './parameters.ts';
import { type Feeds, nextOf } from './program.ts';

/** What a group of networks carries from step to step; every array is flat, in the order of the group's placements. */
export interface GroupState {
  weights: Float32Array;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  /** Running mean and variance of batch normalisation. */
  statistics: Float32Array;
}

export function initialState(group: ParameterGroup, random: Random): GroupState {
  const { length } = group.weights;
  return {
    weights: initialValues(group.weights, random),
    firstMoment: new Float32Array(length),
    secondMoment: new Float32Array(length),
    statistics: initialValues(group.statistics, random),
  };
}

const stateParts = ['weights', 'firstMoment', 'secondMoment', 'statistics'] as const;

/** What a training carries from step to step, by group. */
export type States = Record<string, GroupState>;

/** The vectors of all groups by the names that they have in a program, GROUP.PART; without empty ones. */
export function namedStates(states: Readonly<States>): Record<string, Values> {
  return Object.fromEntries(
    Object.entries(states).flatMap(([group, state]) =>
      stateParts
        .filter((part) => state[part].length > 0)
        .map((part) => [`${group}.${part}`, { data: state[part], dims: [state[part].length] }]),
    ),
  );
}

/** The same vectors as a program has them. */
export const vectorsOf = (states: Readonly<States>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(namedStates(states)).map(([name, { data }]) => [name, data]));

/** Takes from a step's results the states that it changed. */
export function takeUp(states: Readonly<States>, results: Feeds): void {
  for (const [group, state] of Object.entries(states)) {
    for (const part of stateParts) state[part] = results[nextOf(`${group}.${part}`)]?.data ?? state[part];
  }
}

/**
 * Checkpoints in the safetensors format (huggingface/safetensors): the length of the header as a 64-bit
 * little-endian integer, the header as JSON (tensors by name with type, shape and byte range; free text under
 * `__metadata__`), then the raw little-endian data. Any program that reads safetensors can open them.
 */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  readonly states: Readonly<Record<string, GroupState>>;
  /** Anything else that JSON can hold. */
  readonly extra: unknown;
}

/** Between the group's name and the part's: "segmenter/weights". */
const separator = '/';
const lengthBytes = 8;
/** The header is padded to a multiple of so many bytes, so that the data behind it is aligned. */
const alignment = 8;

const tensorSchema = z.object({
  dtype: z.literal('F32'),
  shape: z.tuple([z.int().nonnegative()]),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const headerSchema = z
  .object({ __metadata__: z.object({ step: z.coerce.number().int().nonnegative(), extra: z.string() }) })
  .catchall(tensorSchema);

export function encodeCheckpoint({ step, states, extra }: Checkpoint): Uint8Array {
  const tensors = Object.entries(states).flatMap(([group, state]) =>
    stateParts.map((part) => [`${group}${separator}${part}`, state[part]] as const),
  );
  let offset = 0;
  const described = tensors.map(([name, { length, byteLength }]) => {
    const data_offsets = [offset, offset + byteLength];
    offset += byteLength;
    return [name, { dtype: 'F32', shape: [length], data_offsets }] as const;
  });
  const metadata = { step: String(step), extra: JSON.stringify(extra) };
  const header = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(described) }));
  const padded = Math.ceil(header.length / alignment) * alignment;
  const bytes = Buffer.alloc(lengthBytes + padded + offset, ' ');
  bytes.writeBigUInt64LE(BigInt(padded));
  header.copy(bytes, lengthBytes);
  let at = lengthBytes + padded;
  for (const [, { buffer, byteOffset, byteLength }] of tensors) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** @throws FundusError 'bad-model' when the bytes are no whole checkpoint */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { header, data } = splitHeader(bytes);
  const { __metadata__: metadata, ...tensors } = header;
  const states: Record<string, GroupState> = {};
  for (const name of Object.keys(tensors)) {
    const group = name.slice(0, name.lastIndexOf(separator));
    states[group] ??= readState(group, tensors, data);
  }
  return { step: metadata.step, states, extra: parseJson(metadata.extra) };
}

type Header = z.infer<typeof headerSchema>;

function splitHeader(bytes: Uint8Array): { header: Header; data: Uint8Array } {
  if (bytes.length < lengthBytes) throw damaged('it has no header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = lengthBytes + Number(view.getBigUint64(0, true));
  if (end > bytes.length) throw damaged('its header is cut off');
  const header = headerSchema.safeParse(
    parseJson(new TextDecoder().decode(bytes.subarray(lengthBytes, end))),
  );
  if (!header.success) throw damaged(z.prettifyError(header.error));
  return { header: header.data, data: bytes.subarray(end) };
}

function readState(group: string, tensors: Omit<Header, '__metadata__'>, data: Uint8Array): GroupState {
  const read = (part: (typeof stateParts)[number]): Float32Array => {
    const tensor = tensorSchema.safeParse(tensors[`${group}${separator}${part}`]);
    if (!tensor.success) throw damaged(`it has no ${part} of "${group}"`);
    const [start, end] = tensor.data.data_offsets;
    if (end - start !== 4 * tensor.data.shape[0] || end > data.length) throw damaged('its data is cut off');
    // A copy: the data need not be aligned to 4 bytes.
    return new Float32Array(new Uint8Array(data.subarray(start, end)).buffer);
  };
  return {
    weights: read('weights'),
    firstMoment: read('firstMoment'),
    secondMoment: read('secondMoment'),
    statistics: read('statistics'),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged('its header is not JSON', cause);
  }
}

function damaged(why: string, cause?: unknown): FundusError {
  return new FundusError('bad-model', `The checkpoint is damaged: ${why}`, { cause });
}
