import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { writeInputs } from '../../../src/main/benchmark/inputs.ts';
import { Variant, type VariantNetwork } from '../../../src/main/benchmark/variant.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { temporaryFolder } from '../store/support.ts';

const never = new AbortController().signal;
const onnx = randomSegmenter(3);
/** Three items of different numbers. */
const items = Float32Array.from({ length: 3 * 3 * 16 * 16 }, (_, index) => Math.sin(index));
let folder: string;
let network: VariantNetwork;

beforeEach(async () => {
  folder = await temporaryFolder();
  const file = join(folder, 'network.onnx');
  await writeFile(file, onnx);
  const inputs = await writeInputs([{ name: 'image', dims: [3, 16, 16], data: items }], folder, 'test');
  network = { backend: 'onnxruntime', file, threads: 1, inputs };
});

async function open(changes: Partial<VariantNetwork> = {}, signal = never) {
  const opened = await Variant.open({ ...network, ...changes }, signal);
  onTestFinished(() => opened.variant.close());
  return opened;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('runs batches of the items, again from the first, and says how outputs differ', async () => {
  const [first, second] = [(await open()).variant, (await open()).variant];
  for (const variant of [first, second]) await variant.ask('prepare', { batch: 4 });
  expect(await first.ask('run', { atLeast: 0 })).toBeGreaterThan(0);
  const saved = join(folder, 'outputs.f32');
  await first.ask('save', { file: saved });
  await second.ask('run', { atLeast: 0 });
  expect(await second.ask('compare', { file: saved })).toBe(0);
  const session = await createSession(onnx, { threads: 1 });
  const data = Float32Array.from([...items, ...items.subarray(0, 3 * 256)]);
  const { probability } = await session.run({ image: { data, dims: [4, 3, 16, 16] } });
  await session.release();
  const shifted = probability!.data.map((value) => value + 0.25);
  await writeFile(saved, new Uint8Array(shifted.buffer));
  expect(await second.ask('compare', { file: saved })).toBeCloseTo(0.25, 5);
});

it('repeats a batch for as long as it is told to, and tells the time of one', async () => {
  const { variant } = await open();
  await variant.ask('prepare', { batch: 1 });
  const repeated = async () => {
    const start = performance.now();
    const one = await variant.ask('run', { atLeast: 200 });
    const all = performance.now() - start;
    expect(all).toBeGreaterThanOrEqual(200);
    return all / one;
  };
  // 16 x 16 pixels: far less than the whole, but when other work comes between.
  await expect.poll(repeated).toBeGreaterThan(2);
});

it('has a memory of its own, which grows with the batch', async () => {
  const { variant, memory } = await open();
  expect(memory.peak).toBeGreaterThanOrEqual(memory.present);
  await variant.ask('prepare', { batch: 1 });
  await variant.ask('run', { atLeast: 0 });
  const small = await variant.ask('memory', null);
  await variant.ask('prepare', { batch: 3000 });
  await variant.ask('run', { atLeast: 0 });
  const large = await variant.ask('memory', null);
  // The input alone; this process may have had far more before.
  expect(large.peak - small.peak).toBeGreaterThan(3000 * 3 * 256 * 4);
  expect(small.peak).toBeLessThan(1e9);
});

it('computes the same by TensorFlow.js', async () => {
  const [reference, other] = [(await open()).variant, (await open({ backend: 'tensorflow-js' })).variant];
  for (const variant of [reference, other]) {
    await variant.ask('prepare', { batch: 2 });
    await variant.ask('run', { atLeast: 0 });
  }
  const file = join(folder, 'outputs.f32');
  await reference.ask('save', { file });
  const difference = await other.ask('compare', { file });
  expect(difference).toBeGreaterThan(0);
  expect(difference).toBeLessThan(1e-5);
});

it('says why a network cannot be opened', async () => {
  await writeFile(network.file, 'no network');
  await expect(open()).rejects.toThrow(/ONNX Runtime cannot load the network/);
});

it('ends when it is cancelled, and when it is closed', async () => {
  const controller = new AbortController();
  const { variant } = await open({}, controller.signal);
  const { variant: other } = await open();
  expect([variant.pid, other.pid].map(isAlive)).toEqual([true, true]);
  await variant.ask('prepare', { batch: 2000 });
  const running = variant.ask('run', { atLeast: 0 });
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await other.close();
  await expect.poll(() => [variant.pid, other.pid].map(isAlive)).toEqual([false, false]);
  await expect(other.ask('run', { atLeast: 0 })).rejects.toThrow(/killed/);
  await expect(open({}, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
});

it('ends with the process that started it', async () => {
  const script = join(import.meta.dirname, 'scripts/hold-variant.ts');
  const parent = spawn(process.execPath, [script, network.file, network.inputs[0]!.file]);
  onTestFinished(() => {
    parent.kill('SIGKILL');
  });
  const [text] = await once(parent.stdout, 'data');
  const pid = Number(text);
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
});
