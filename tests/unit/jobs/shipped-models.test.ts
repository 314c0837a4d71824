import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addShippedModels, shippedModelsFolder } from '../../../src/main/jobs/shipped-models.ts';
import { modelCardSchema } from '../../../src/main/networks/card.ts';
import { sha256Of } from '../../../src/main/store/files.ts';
import { currentModel } from '../../../src/main/store/models.ts';
import { createProject, type Project } from '../../../src/main/store/project.ts';
import { modelKinds } from '../../../src/shared/domain.ts';
import { segmenterCard } from './segmenter-card.ts';

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

test('what ships is a segmenter and a synthesizer, each in int8 too, and the float32 ones are current', async () => {
  const models = await addShippedModels(project, shippedModelsFolder);
  const precisions = models.map(({ kind, card: own }) => {
    const { quantization } = modelCardSchema.parse(own);
    return `${kind} ${quantization?.precision ?? 'fp32'}`;
  });
  expect(precisions.sort()).toEqual([
    'segmenter fp32',
    'segmenter int8',
    'synthesizer fp32',
    'synthesizer int8',
  ]);
  for (const kind of modelKinds) {
    const current = modelCardSchema.parse((await currentModel(project, kind))!.card);
    expect(current.quantization).toBeUndefined();
  }
});

test.each(modelKinds)('the int8 %s is made of the float32 one, at most 0.3 of its size', async (kind) => {
  const models = await addShippedModels(project, shippedModelsFolder);
  const [float, int8] = models.filter((model) => model.kind === kind);
  const { quantization } = modelCardSchema.parse(int8!.card);
  expect(quantization!.source).toEqual({ name: float!.name, sha256: float!.sha256 });
  const size = async ({ sha256 }: { readonly sha256: string }) =>
    (await project.files.read(sha256, 'onnx')).length;
  expect(quantization!.bytes).toEqual({ before: await size(float!), after: await size(int8!) });
  expect(quantization!.bytes.after).toBeLessThanOrEqual(0.3 * quantization!.bytes.before);
});
