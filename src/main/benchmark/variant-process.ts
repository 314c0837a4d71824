import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { FundusError } from '../../shared/errors.ts';
import { openNetwork } from '../runtime/backends.ts';
import type { NetworkSession, Values } from '../runtime/session.ts';
import type { FromVariant, InputFile, Memory, ToVariant, VariantNetwork } from './variant.ts';

/** A process that holds one network and runs it when it is told to; it ends with its parent. */

let session: NetworkSession | undefined;
let inputs: readonly InputFile[] = [];
let feeds: Readonly<Record<string, Values>> = {};
let outputs: Readonly<Record<string, Values>> = {};

process.on('disconnect', () => process.exit());
process.on('message', (message: ToVariant) => {
  void answer(message).then((reply) => process.send?.(reply));
});

async function answer(message: ToVariant): Promise<FromVariant> {
  try {
    return { answer: await perform(message) };
  } catch (thrown) {
    return { problem: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function perform(message: ToVariant) {
  switch (message.question) {
    case 'open':
      return open(message.ask);
    case 'prepare':
      feeds = await batchOf(message.ask.batch);
      return null;
    case 'run':
      return run(session, message.ask.atLeast);
    case 'memory':
      return memory();
    case 'save':
      await writeFile(message.ask.file, bytesOf(joinedOutputs()));
      return null;
    case 'compare':
      return difference(joinedOutputs(), floatsOf(await readFile(message.ask.file)));
  }
}

async function open({ backend, file, threads, inputs: given }: VariantNetwork): Promise<Memory> {
  session = await openNetwork(backend, file, { threads });
  inputs = given;
  return memory();
}

async function batchOf(batch: number): Promise<Record<string, Values>> {
  const values: Record<string, Values> = {};
  for (const { name, dims, file } of inputs) {
    const items = floatsOf(await readFile(file));
    const data = new Float32Array(batch * dims.reduce((size, dim) => size * dim, 1));
    for (let at = 0; at < data.length; at += items.length) {
      data.set(items.subarray(0, data.length - at), at);
    }
    values[name] = { data, dims: [batch, ...dims] };
  }
  return values;
}

async function run(opened: NetworkSession | undefined, atLeast: number): Promise<number> {
  if (!opened) throw new FundusError('internal', 'No network is open');
  const start = performance.now();
  for (let done = 1; ; done++) {
    // Those of the last batch must not count towards the memory of this one.
    outputs = {};
    outputs = await opened.run(feeds);
    const elapsed = performance.now() - start;
    if (elapsed >= atLeast) return elapsed / done;
  }
}

function memory(): Memory {
  return { present: process.memoryUsage.rss(), peak: peakMemory() };
}

/** Linux lets a process inherit the peak that `resourceUsage` tells from the one that started it. */
function peakMemory(): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return 1024 * Number(kilobytes);
  } catch {
    // Not Linux.
  }
  return 1024 * process.resourceUsage().maxRSS;
}

function joinedOutputs(): Float32Array {
  const all = Object.keys(outputs)
    .sort()
    .map((name) => outputs[name]!.data);
  const joined = new Float32Array(all.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const data of all) {
    joined.set(data, at);
    at += data.length;
  }
  return joined;
}

function difference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) {
    throw new FundusError('internal', `Expected ${b.length} numbers at the output, found ${a.length}`);
  }
  let total = 0;
  for (let i = 0; i < a.length; i++) total += Math.abs(a[i]! - b[i]!);
  return total / a.length;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const floatsOf = (bytes: Buffer) =>
  new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
