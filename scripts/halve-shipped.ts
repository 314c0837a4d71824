/**
 * Keeps the filters of networks that come along in 16 bits: writes NAME.onnx and its style encoder anew, under new
 * SHA-256 in its card and in that of NAME-int8, and leaves in the card those of the float32 files.
 *
 *     node scripts/halve-shipped.ts NAME...
 */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { halveFilters } from '../src/main/graph/onnx/half.ts';
import { shippedModelsFolder } from '../src/main/models/shipped.ts';
import { type ModelCard, modelCardSchema } from '../src/main/networks/card.ts';
import { sha256Of } from '../src/main/store/files.ts';

if (import.meta.main) {
  for (const name of process.argv.slice(2)) {
    const { before, after } = await halveShipped(shippedModelsFolder, name);
    process.stdout.write(`${name}: ${before} bytes, now ${after}\n`);
  }
}

/** @throws Error for a network without a source in its card, or one that is halved already */
export async function halveShipped(folder: string, name: string): Promise<{ before: number; after: number }> {
  const card = await readCard(folder, name);
  if (!card.source || card.source.float32) {
    throw new Error(`${name}: expected a card with the source of a float32 network`);
  }
  const network = await halveFile(folder, `${name}.onnx`);
  const encoder = card.kind === 'synthesizer' ? await halveEncoder(folder, card) : undefined;
  const float32 = { sha256: card.sha256, bytes: network.before, ...encoder?.original };
  const commands = [...card.source.commands, `node scripts/halve-shipped.ts ${name}`];
  await writeCard(folder, {
    ...card,
    ...encoder?.entry,
    sha256: network.sha256,
    source: { ...card.source, commands, float32 },
  });
  if (existsSync(join(folder, `${name}-int8.json`))) {
    const int8 = await readCard(folder, `${name}-int8`);
    const { quantization } = int8;
    if (!quantization) throw new Error(`${int8.name} is no int8 network`);
    const source = { name, sha256: network.sha256 };
    const bytes = { ...quantization.bytes, before: network.after };
    await writeCard(folder, { ...int8, ...encoder?.entry, quantization: { ...quantization, source, bytes } });
  }
  return network;
}

/** What the card says of the new style encoder, and of the one that it was. */
async function halveEncoder(folder: string, { styleEncoder }: Extract<ModelCard, { kind: 'synthesizer' }>) {
  if (!styleEncoder) return undefined;
  const { sha256 } = await halveFile(
    folder,
    styleEncoder.file,
    (own) => `style-encoder-${own.slice(0, 12)}.onnx`,
  );
  const entry = { styleEncoder: { file: `style-encoder-${sha256.slice(0, 12)}.onnx`, sha256 } };
  return { entry, original: { styleEncoder: styleEncoder.sha256 } };
}

async function halveFile(folder: string, file: string, nameOf: (sha256: string) => string = () => file) {
  const original = await readFile(join(folder, file));
  const halved = halveFilters(original);
  const sha256 = sha256Of(halved);
  await rm(join(folder, file));
  await writeFile(join(folder, nameOf(sha256)), halved);
  return { sha256, before: original.length, after: halved.length };
}

async function readCard(folder: string, name: string): Promise<ModelCard> {
  return modelCardSchema.parse(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')));
}

async function writeCard(folder: string, card: ModelCard): Promise<void> {
  await writeFile(join(folder, `${card.name}.json`), `${JSON.stringify(card, null, 2)}\n`);
}
