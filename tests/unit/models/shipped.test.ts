import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOnnx } from '../../../src/main/graph/onnx/read.ts';
import { DataType, decodeModel } from '../../../src/main/graph/onnx/schema.ts';
import { quantizeDefaults } from '../../../src/main/jobs/quantize/task.ts';
import { readConsistencySegmenter } from '../../../src/main/models/consistency-segmenter.ts';
import { listPlacedModels } from '../../../src/main/models/files.ts';
import { addShippedModels, shippedModelsFolder } from '../../../src/main/models/shipped.ts';
import { type ModelCard, modelCardSchema } from '../../../src/main/networks/card.ts';
import { sha256Of } from '../../../src/main/store/files.ts';
import { currentModel } from '../../../src/main/store/models.ts';
import { createProject, type Project } from '../../../src/main/store/project.ts';
import { type ModelKind, modelKinds } from '../../../src/shared/domain.ts';
import { nearestSegmenter } from '../../../src/shared/training-settings.ts';
import { segmenterCard } from '../jobs/segmenter-card.ts';

let dir: string;
let folder: string;
let project: Project;
const network = Buffer.from('a network');

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fundus-shipped-'));
  folder = join(dir, 'models');
  mkdirSync(folder);
  project = createProject(join(dir, 'eyes'));
});
afterEach(() => {
  project.close();
  rmSync(dir, { recursive: true, force: true });
});

function ship(card: object): void {
  writeFileSync(join(folder, 'unet.onnx'), network);
  writeFileSync(join(folder, 'unet.json'), JSON.stringify(card));
}

const card = segmenterCard(sha256Of(network));

test('the networks of a folder become current, with their whole cards', async () => {
  ship(card);
  const models = await addShippedModels(project, folder);
  expect(models.map(({ name }) => name)).toEqual(['unet']);
  const model = await currentModel(project, 'segmenter');
  expect(model).toMatchObject({ name: 'unet', sha256: sha256Of(network), card });
  expect(Buffer.from(await project.files.read(sha256Of(network), 'onnx'))).toEqual(network);
});

test('of two networks of a kind the first by name becomes current', async () => {
  ship(card);
  const other = Buffer.from('a wider network');
  writeFileSync(join(folder, 'unet-wide.onnx'), other);
  const wide = { ...card, name: 'unet-wide', sha256: sha256Of(other) };
  writeFileSync(join(folder, 'unet-wide.json'), JSON.stringify(wide));
  const models = await addShippedModels(project, folder);
  expect(models.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
    ['unet', true],
    ['unet-wide', false],
  ]);
});

test('a network that is not the one of its card is refused', async () => {
  ship({ ...card, sha256: sha256Of(Buffer.from('another')) });
  await expect(addShippedModels(project, folder)).rejects.toMatchObject({
    code: 'bad-model',
    file: join(folder, 'unet.onnx'),
  });
});

test('a card that lacks something is refused', async () => {
  ship({ ...card, training: undefined });
  await expect(addShippedModels(project, folder)).rejects.toMatchObject({ code: 'bad-model' });
});

interface Shipped {
  readonly name: string;
  readonly card: ModelCard;
  /** The ONNX file's. */
  readonly bytes: Uint8Array;
}

/** By name. */
const shipped: readonly Shipped[] = readdirSync(shippedModelsFolder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace(/\.json$/, ''))
  .sort()
  .map((name) => {
    const card = modelCardSchema.parse(JSON.parse(readShipped(`${name}.json`).toString('utf8')));
    return { name, card, bytes: readShipped(`${name}.onnx`) };
  });
const trainingImages = ['01', '02', '03', '04', '05'].flatMap((eye) =>
  ['dr', 'g', 'h'].map((group) => `${eye}_${group}`),
);

const expected: Readonly<Record<ModelKind, readonly string[]>> = {
  segmenter: ['unet-hrf', 'unet-hrf-512', 'unet-hrf-int8'],
  synthesizer: [
    'gan-hrf',
    'gan-hrf-1024',
    'gan-hrf-1024-int8',
    'gan-hrf-half',
    'gan-hrf-half-int8',
    'gan-hrf-int8',
  ],
};

const float32 = shipped.filter(({ card: own }) => !own.quantization);

const synthesizers = shipped.flatMap(({ name, card: own }) =>
  own.kind === 'synthesizer' ? [{ name, card: own }] : [],
);

function readShipped(file: string): Buffer {
  return readFileSync(join(shippedModelsFolder, file));
}

test.each(modelKinds)('what ships of the kind %s is what is expected', (kind) => {
  const names = shipped.filter((one) => one.card.kind === kind).map(({ name }) => name);
  expect(names).toEqual(expected[kind]);
});

test('of what ships a project has no copies', async () => {
  await addShippedModels(project);
  expect((await listPlacedModels(project)).map(({ place }) => place)).toEqual(shipped.map(() => 'program'));
  const files = readdirSync(project.dir, { recursive: true, withFileTypes: true });
  const sizes = files.map((file) => (file.isFile() ? statSync(join(file.parentPath, file.name)).size : 0));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2e6);
});

test('of what ships, unet-hrf and gan-hrf become current', async () => {
  const models = await addShippedModels(project, shippedModelsFolder);
  expect(models.map(({ name }) => name)).toEqual(shipped.map(({ name }) => name));
  for (const kind of modelKinds) {
    const current = await currentModel(project, kind);
    expect(current!.name).toBe({ segmenter: 'unet-hrf', synthesizer: 'gan-hrf' }[kind]);
  }
});

test('of what ships, unet-hrf-512 is of the scale of pictures of 512 pixels', async () => {
  await addShippedModels(project, shippedModelsFolder);
  // HRF on a canvas of 512 x 384.
  const pictures = { fovDiameter: 512.4, fieldAngle: 60 };
  const { name, factor, note } = (await readConsistencySegmenter(project, nearestSegmenter, pictures))!;
  expect({ name, factor, note }).toEqual({ name: 'unet-hrf-512', factor: 1, note: undefined });
});

describe.each(shipped)('$name', ({ name, card: own, bytes }) => {
  test('is the network of its card, whose name is that of the file', () => {
    expect(own.name).toBe(name);
    expect(sha256Of(bytes)).toBe(own.sha256);
  });

  test('learnt from 01 to 05 of each group of HRF and from nothing else', () => {
    expect(own.data).toEqual([{ dataset: 'HRF', split: 'train', images: trainingImages }]);
    expect(own.attribution).toEqual([expect.stringMatching(/HRF/)]);
    expect(own.licence).toBe('CC-BY-4.0');
  });
});

describe.each(float32)('$name in float32', ({ card: own, bytes }) => {
  test('is smaller than 45 MB', () => {
    expect(bytes.length).toBeLessThan(45e6);
  });

  test('says by which commands it was made, the training of its card among them', () => {
    const { commands, seed, date } = own.source!;
    const training = own.training.command.replace('PROJECT', 'hrf');
    expect(commands.some((command) => command.startsWith(training))).toBe(true);
    expect({ seed, date }).toEqual({ seed: own.training.seed, date: own.createdAt.slice(0, 10) });
  });

  test('of a synthesizer the filters are in 16 bits, and the card names what it was', () => {
    const { float32: original } = own.source!;
    expect(original === undefined).toBe(own.kind === 'segmenter');
    if (!original) return;
    expect(bytes.length).toBeLessThan(0.51 * original.bytes);
    const { graph } = decodeModel(bytes);
    const halved = graph!.initializer.filter(({ dataType }) => dataType === DataType.float16);
    const casts = graph!.node.filter(({ opType }) => opType === 'Cast');
    expect(casts.map(({ input }) => input[0])).toEqual(halved.map(({ name }) => name));
    const { weights } = readOnnx(bytes, { dimensions: { N: 1, H: 256, W: 256 } });
    const stored = [...weights.values()].reduce((sum, values) => sum + values.length, 0);
    // Folded, batch normalisation has no weights of its own.
    expect(stored / own.architecture.weights).toBeCloseTo(1, 2);
  });
});

test('all networks take less than 60 MB', () => {
  const sizes = readdirSync(shippedModelsFolder).map(
    (file) => statSync(join(shippedModelsFolder, file)).size,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60e6);
});

describe.each(shipped.filter(({ card: own }) => own.quantization))('$name', ({ card: own, bytes }) => {
  const quantization = own.quantization!;
  const source = float32.find(({ name }) => name === quantization.source.name);

  test('is made of a float32 network that ships, at most 0.3 of its size in float32', () => {
    expect(own.name).toBe(`${quantization.source.name}-int8`);
    expect(own.kind).toBe(source!.card.kind);
    expect(quantization.source.sha256).toBe(source!.card.sha256);
    expect(quantization.bytes).toEqual({ before: source!.bytes.length, after: bytes.length });
    const { float32: original } = source!.card.source!;
    expect(bytes.length).toBeLessThanOrEqual(0.3 * (original?.bytes ?? source!.bytes.length));
  });

  test('is calibrated and judged on training images, within the limits of accuracy', () => {
    const { calibrationImages, accuracy } = quantization;
    expect(trainingImages).toEqual(expect.arrayContaining([...calibrationImages, ...accuracy.images]));
    const { before, after } = accuracy;
    const lost = (score: string) => before[score]! - after[score]!;
    if (own.kind === 'segmenter') expect(lost('f1')).toBeLessThanOrEqual(quantizeDefaults.f1Limit);
    else {
      expect(lost('consistency')).toBeLessThanOrEqual(quantizeDefaults.consistencyLimit);
      expect(after.pixelDifference).toBeLessThanOrEqual(quantizeDefaults.pixelLimit);
    }
  });
});

describe.each(synthesizers)('$name', ({ card: own }) => {
  test('names the file of its style encoder, which is the one that its card describes', () => {
    const { file, sha256 } = own.styleEncoder!;
    expect(sha256Of(readShipped(file))).toBe(sha256);
    expect(file).toBe(`style-encoder-${sha256.slice(0, 12)}.onnx`);
  });
});

test('no file ships that no card names', () => {
  const named = shipped.flatMap(({ name, card: own }) => [
    `${name}.onnx`,
    ...(own.kind === 'synthesizer' && own.styleEncoder ? [own.styleEncoder.file] : []),
  ]);
  const networks = readdirSync(shippedModelsFolder).filter((file) => !file.endsWith('.json'));
  expect(networks.sort()).toEqual([...new Set(named)].sort());
});
