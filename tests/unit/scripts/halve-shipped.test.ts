import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { halveShipped } from '../../../scripts/halve-shipped.ts';
import { halveFilters } from '../../../src/main/graph/onnx/half.ts';
import { type ModelCard, modelCardSchema } from '../../../src/main/networks/card.ts';
import { sha256Of } from '../../../src/main/store/files.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { synthesizerCard } from '../jobs/synthesizer-card.ts';
import { temporaryFolder } from '../store/support.ts';

const gan = randomSynthesizer(2);
/** Any network will do. */
const encoder = randomSegmenter(5);
const source = { commands: ['fundus train synthesizer hrf'], seed: 1, machine: null, date: '2026-01-01' };
const styleEncoder = { file: 'style-encoder-old.onnx', sha256: sha256Of(encoder) };

async function folderWith(facts: object): Promise<string> {
  const folder = await temporaryFolder();
  const card = { ...synthesizerCard(sha256Of(gan), { styleEncoder }), ...facts };
  await writeFile(join(folder, 'gan.onnx'), gan);
  await writeFile(join(folder, styleEncoder.file), encoder);
  await writeFile(join(folder, 'gan.json'), JSON.stringify(card));
  return folder;
}

const cardIn = async (folder: string): Promise<ModelCard> =>
  modelCardSchema.parse(JSON.parse(await readFile(join(folder, 'gan.json'), 'utf8')));

it('writes a network and its style encoder in 16 bits, and keeps what they were in the card', async () => {
  const folder = await folderWith({ source });
  const { before, after } = await halveShipped(folder, 'gan');
  expect(before).toBe(gan.length);
  expect(after).toBeLessThan(0.6 * before);
  const [network, own] = [halveFilters(gan), halveFilters(encoder)].map((bytes) => Buffer.from(bytes));
  const file = `style-encoder-${sha256Of(own!).slice(0, 12)}.onnx`;
  expect((await readdir(folder)).sort()).toEqual(['gan.json', 'gan.onnx', file]);
  expect(await readFile(join(folder, 'gan.onnx'))).toEqual(network);
  expect(await readFile(join(folder, file))).toEqual(own);
  expect(await cardIn(folder)).toMatchObject({
    sha256: sha256Of(network!),
    styleEncoder: { file, sha256: sha256Of(own!) },
    source: {
      ...source,
      commands: [...source.commands, 'node scripts/halve-shipped.ts gan'],
      float32: { sha256: sha256Of(gan), bytes: gan.length, styleEncoder: sha256Of(encoder) },
    },
  });
});

it('halves nothing twice, and nothing of unknown source', async () => {
  await expect(halveShipped(await folderWith({}), 'gan')).rejects.toThrow('source');
  const folder = await folderWith({ source });
  await halveShipped(folder, 'gan');
  const card = await cardIn(folder);
  await expect(halveShipped(folder, 'gan')).rejects.toThrow('float32');
  expect(await cardIn(folder)).toEqual(card);
});
