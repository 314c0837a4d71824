import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readExecutedGraph } from '../../../src/main/quantization/executed-graph.ts';
import { prepareNetwork } from '../../../src/main/quantization/integer-network.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import { mixedFile } from './networks.ts';

it('finds a float32 network to be computed in float32 from end to end', async () => {
  const optimizedModelFile = join(tmpdir(), `fundus-executed-${process.pid}.onnx`);
  const session = await createSession(mixedFile(1), { threads: 1, optimizedModelFile });
  await session.release();
  const { layers } = prepareNetwork(mixedFile(1));
  const { operators, floatLayers, floatMultiplyAdds } = readExecutedGraph(
    readFileSync(optimizedModelFile),
    layers,
  );
  rmSync(optimizedModelFile);
  expect(floatMultiplyAdds).toBe(1);
  expect(floatLayers).toEqual(layers.map(({ name }) => name));
  expect(operators.every(({ precision }) => precision === 'fp32')).toBe(true);
  const convolutions = operators.filter(({ operator }) => operator.endsWith('Conv'));
  expect(convolutions.reduce((sum, { count }) => sum + count, 0)).toBe(8);
});
