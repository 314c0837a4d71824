import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { add, input, parameter, relu } from '../../../src/main/graph/operators.ts';
import { createSession } from '../../../src/main/runtime/session.ts';

const x = input('x', [1, 3]);
const network = writeOnnx(
  { y: relu(x), sum: add(x, parameter('w', [1, 3])) },
  { weights: new Map([['w', Float32Array.of(1, 2, 3)]]) },
);
const feeds = { x: { data: Float32Array.of(-1, 0, 1), dims: [1, 3] } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'session-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a session', () => {
  it('runs a network given as bytes or as a file', async () => {
    const path = join(folder, 'network.onnx');
    await writeFile(path, network);
    for (const model of [network, path]) {
      const session = await createSession(model, { threads: 1 });
      expect(session.inputNames).toEqual(['x']);
      const results = await session.run(feeds);
      expect(results.y).toEqual({ data: Float32Array.of(0, 0, 1), dims: [1, 3] });
      expect(results.sum!.data).toEqual(Float32Array.of(0, 2, 4));
      await session.release();
    }
  });

  it('computes only the outputs that are asked for', async () => {
    const session = await createSession(network, { threads: 1 });
    expect(Object.keys(await session.run(feeds, ['sum']))).toEqual(['sum']);
    await session.release();
  });

  it('gives the same numbers in every run', async () => {
    const session = await createSession(network, { threads: 2, optimization: 'extended' });
    const first = await session.run(feeds);
    expect(await session.run(feeds)).toEqual(first);
    await session.release();
  });
});

describe('a bad model file is refused with its name:', () => {
  it.each<[string, Uint8Array]>([
    ['empty', new Uint8Array()],
    ['text', new TextEncoder().encode('{"not": "a network"}')],
    ['cut off', network.subarray(0, network.length / 2)],
    ['of an operator that does not exist', replaceText(network, 'Relu', 'Rely')],
  ])('%s', async (_, bytes) => {
    const file = join(folder, 'bad.onnx');
    await writeFile(file, bytes);
    await expect(createSession(file)).rejects.toMatchObject({ name: 'FundusError', code: 'bad-model', file });
    await expect(createSession(bytes)).rejects.toMatchObject({ code: 'bad-model', file: undefined });
  });

  it('not there', async () => {
    const file = join(folder, 'missing.onnx');
    await expect(createSession(file)).rejects.toMatchObject({ code: 'not-found', file });
  });
});

function replaceText(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');
}
