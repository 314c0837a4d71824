import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportModel } from '../../../src/main/models/export.ts';
import { addShippedModels } from '../../../src/main/models/shipped.ts';
import { storeStyleEncoder } from '../../../src/main/models/style-encoder.ts';
import { registerModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { segmenterCard } from '../jobs/segmenter-card.ts';
import { synthesizerCard } from '../jobs/synthesizer-card.ts';
import { temporaryFolder, temporaryProject } from '../store/support.ts';

const network = randomSegmenter(7);

async function projectWithModels(...names: string[]): Promise<Project> {
  const project = await temporaryProject();
  for (const name of names) {
    const bytes = new Uint8Array([...network, names.indexOf(name)]);
    const sha256 = await project.files.put(bytes, 'onnx');
    await registerModel(project, {
      name: 'unet',
      kind: 'segmenter',
      sha256,
      card: segmenterCard(sha256),
      runId: null,
    });
  }
  return project;
}

it('writes a network and its card so that another project can take it in', async () => {
  const project = await projectWithModels('unet', 'unet-2');
  const out = join(await temporaryFolder(), 'new', 'networks');
  const files = await exportModel(project, 'unet-2', out, {});
  expect((await readdir(out)).sort()).toEqual(['unet-2.json', 'unet-2.onnx']);
  expect(new Uint8Array(await readFile(files.network))).toEqual(new Uint8Array([...network, 1]));
  const [taken] = await addShippedModels(await temporaryProject(), out);
  const { sha256 } = taken!;
  expect(taken).toMatchObject({ name: 'unet-2', card: { ...segmenterCard(sha256), name: 'unet-2' } });
});

it('takes a synthesizer and its style encoder along', async () => {
  const project = await temporaryProject();
  const sha256 = await project.files.put(randomSynthesizer(1), 'onnx');
  const styleEncoder = await storeStyleEncoder(project, new Uint8Array([1, 2, 3]));
  const card = synthesizerCard(sha256, { styleEncoder });
  await registerModel(project, { name: 'gan', kind: 'synthesizer', sha256, card, runId: null });
  const out = await temporaryFolder();
  await exportModel(project, 'gan', out, {});
  expect((await readdir(out)).sort()).toEqual(['gan.json', 'gan.onnx', styleEncoder.file]);
  const other = await temporaryProject();
  const [taken] = await addShippedModels(other, out);
  expect(taken).toMatchObject({ name: 'gan', card: { styleEncoder } });
  expect([...(await other.files.read(styleEncoder.sha256, 'onnx'))]).toEqual([1, 2, 3]);
  await writeFile(join(out, styleEncoder.file), 'something else');
  await expect(addShippedModels(await temporaryProject(), out)).rejects.toMatchObject({
    code: 'bad-model',
    file: join(out, styleEncoder.file),
  });
});

it('replaces nothing unless told to', async () => {
  const project = await projectWithModels('unet');
  const folder = await temporaryFolder();
  await exportModel(project, 'unet', folder, {});
  const again = exportModel(project, 'unet', folder, {});
  await expect(again).rejects.toMatchObject({ code: 'output-exists', file: join(folder, 'unet.onnx') });
  await exportModel(project, 'unet', folder, { overwrite: true });
  await expect(exportModel(project, 'none', folder, {})).rejects.toMatchObject({ code: 'not-found' });
});

it('refuses a network whose card is not complete', async () => {
  const project = await temporaryProject();
  const sha256 = await project.files.put(network, 'onnx');
  await registerModel(project, { name: 'bare', kind: 'segmenter', sha256, card: {}, runId: null });
  const folder = await temporaryFolder();
  await expect(exportModel(project, 'bare', folder, {})).rejects.toMatchObject({ code: 'bad-model' });
  expect(await readdir(folder)).toEqual([]);
});
