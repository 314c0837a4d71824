import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { z } from 'zod';
import { writeOnnx } from '../graph/onnx/write.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import { elementCount } from '../graph/tensor.ts';
import type { ByteValues, Values } from '../runtime/session.ts';
import type { ProgramData, StepProgram } from './program.ts';

/**
 * Training bundles: a program with all that its steps draw, in one ZIP archive that scripts/run-bundle.py executes and
 * describes. Tensors lie in `parts/`, each named by the SHA-256 of its bytes, so that equal ones are stored once.
 */

export const bundleFormat = 'fundus-training-bundle';
export const bundleVersion = 1;

const fileSchema = z.object({ file: z.string() });
const tensorSchema = z.object({
  shape: z.array(z.int().nonnegative()),
  encoding: z.enum(['zeros', 'uint8-differences', 'float32-planes']),
  file: z.string().nullable(),
});
export type StoredTensor = z.infer<typeof tensorSchema>;

/** What is computed, with the digests of all its parts: two programs are the same when this is. */
export const programSchema = z.object({
  steps: z.int().positive(),
  metrics: z.array(z.string()),
  graphs: z.record(z.string(), fileSchema),
  states: z.record(z.string(), tensorSchema),
  data: z.record(z.string(), tensorSchema),
  inputs: z.object({
    columns: z.array(z.object({ name: z.string(), shape: z.array(z.int()) })),
    /** [values of a step, steps]. */
    table: tensorSchema,
  }),
  /** For each step the place of its graph among `graphs`. */
  schedule: z.object({ graphs: z.array(z.string()), table: tensorSchema }),
  samples: z
    .object({ every: z.int().positive(), graph: fileSchema, feeds: z.record(z.string(), tensorSchema) })
    .nullable(),
});
export type StoredProgram = z.infer<typeof programSchema>;

export const bundleManifestSchema = z.object({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  software: z.string(),
  createdAt: z.string(),
  notice: z.string(),
  kind: z.enum(['segmenter', 'synthesizer']),
  seed: z.int(),
  options: z.unknown(),
  /** The states that a result holds. */
  results: z.array(z.string()),
  program: programSchema,
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** The bytes of a bundle's files by their names. */
type Parts = Map<string, Uint8Array>;

const maxGraphs = 256;

class PartsBuilder {
  readonly parts: Parts = new Map();

  file(bytes: Uint8Array, extension: string): string {
    const file = `parts/${createHash('sha256').update(bytes).digest('hex')}.${extension}`;
    this.parts.set(file, bytes);
    return file;
  }

  graph = (outputs: Outputs) => ({ file: this.file(writeOnnx(outputs, { target: 'library' }), 'onnx') });

  tensor = ({ data, dims }: Values | ByteValues): StoredTensor => {
    const shape = [...dims];
    if (data.every((value) => Object.is(value, 0))) return { shape, encoding: 'zeros', file: null };
    if (data instanceof Uint8Array || isBytes(data)) {
      return { shape, encoding: 'uint8-differences', file: this.file(byteDifferences(data), 'bin') };
    }
    return { shape, encoding: 'float32-planes', file: this.file(bytePlanes(data), 'bin') };
  };

  tensors = (feeds: ProgramData) =>
    Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, this.tensor(values)]));
}

/** The program as a bundle holds it. */
export function storeProgram(program: StepProgram): { stored: StoredProgram; parts: Parts } {
  const builder = new PartsBuilder();
  const { steps, metrics, graphs, states, data, samples } = program;
  const names = Object.keys(graphs);
  if (names.length > maxGraphs)
    throw new Error(`expected at most ${maxGraphs} graphs, found ${names.length}`);
  const { columns, table, schedule } = tabulate(program, names);
  const vectors = Object.entries(states).map(
    ([name, data]) => [name, { data, dims: [data.length] }] as const,
  );
  const stored = {
    steps,
    metrics: [...metrics],
    graphs: Object.fromEntries(names.map((name) => [name, builder.graph(graphs[name]!)])),
    states: builder.tensors(Object.fromEntries(vectors)),
    data: builder.tensors(data),
    inputs: { columns, table: builder.tensor(table) },
    schedule: { graphs: names, table: builder.tensor(schedule) },
    samples: samples
      ? {
          every: samples.every,
          graph: builder.graph(samples.graph),
          feeds: builder.tensors(samples.feeds),
        }
      : null,
  };
  return { stored, parts: builder.parts };
}

/** All steps' inputs side by side: what varies little from step to step compresses well. */
function tabulate({ inputs, steps }: StepProgram, graphs: readonly string[]) {
  const { feeds: first } = inputs(1);
  const columns = Object.entries(first).map(([name, { dims }]) => ({ name, shape: [...dims] }));
  const height = columns.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const table = new Float32Array(height * steps);
  const schedule = new Float32Array(steps);
  for (let index = 0; index < steps; index++) {
    const { graph, feeds } = inputs(index + 1);
    schedule[index] = graphs.indexOf(graph);
    let row = 0;
    for (const { name } of columns) {
      for (const value of feeds[name]!.data) table[row++ * steps + index] = value;
    }
    if (row !== height) throw new Error(`step ${index + 1}: expected ${height} input values, found ${row}`);
  }
  return {
    columns,
    table: { data: table, dims: [height, steps] },
    schedule: { data: schedule, dims: [steps] },
  };
}

/** What a bundle says of itself, besides its program. */
export type BundleFacts = Pick<BundleManifest, 'kind' | 'seed' | 'options' | 'software' | 'createdAt'>;

const notice =
  'This file holds the photographs of patients: keep it as you keep them, and remove it where it is not needed any more.';

/**
 * Writes a new archive. Rejects when there is such a file already, or the signal is aborted.
 */
export async function writeBundle(
  target: string,
  facts: BundleFacts,
  program: StepProgram,
  signal: AbortSignal,
): Promise<void> {
  const { stored, parts } = storeProgram(program);
  const manifest: BundleManifest = {
    format: bundleFormat,
    version: bundleVersion,
    ...facts,
    notice,
    results: [...program.results],
    program: stored,
  };
  const zip = new ZipFile();
  // The time of the manifest: the same bundle is the same file.
  const options = { mtime: new Date(facts.createdAt), mode: 0o100644 };
  const add = (name: string, bytes: Uint8Array) =>
    zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, options);
  add('manifest.json', Buffer.from(JSON.stringify(manifest, null, 2)));
  for (const [name, bytes] of parts) add(name, bytes);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(target, { flags: 'wx', flush: true }), { signal });
}

/** Whole numbers from 0 to 255, without negative zeros. */
export const isBytes = (values: Float32Array) =>
  values.every((value) => value >= 0 && value <= 255 && Number.isInteger(value) && !Object.is(value, -0));

/** Each number's difference from the one before it, modulo 256: neighbouring pixels are alike. */
export function byteDifferences(values: Float32Array | Uint8Array): Uint8Array {
  const differences = new Uint8Array(values.length);
  for (let i = 0, before = 0; i < values.length; i++) {
    differences[i] = values[i]! - before;
    before = values[i]!;
  }
  return differences;
}

/** The lowest bytes of all numbers (little-endian), then the second bytes, ...: equal exponents lie side by side. */
export function bytePlanes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const { length } = values;
  const planes = new Uint8Array(bytes.length);
  for (let i = 0, at = 0; i < length; i++) {
    for (let plane = 0; plane < 4; plane++) planes[plane * length + i] = bytes[at++]!;
  }
  return planes;
}

/** Rounds, halves to even, to what the upper 16 bits of a float32 hold; finite values only. */
export function roundToBfloat16(values: Float32Array): Float32Array<ArrayBuffer> {
  const rounded = Float32Array.from(values);
  const bits = new Uint32Array(rounded.buffer);
  for (let i = 0; i < bits.length; i++) {
    const even = (bits[i]! >>> 16) & 1;
    bits[i] = (bits[i]! + 0x7fff + even) & 0xffff0000;
  }
  return rounded;
}
