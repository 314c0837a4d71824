import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  borrowedNetworks,
  keepRetired,
  listPlacedModels,
  makeSelfContained,
  networkFile,
  readNetwork,
} from '../../../src/main/models/files.ts';
import { openSegmenter } from '../../../src/main/models/open.ts';
import { sha256Of } from '../../../src/main/store/files.ts';
import { registerModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { segmenterCard } from '../jobs/segmenter-card.ts';
import { synthesizerCard } from '../jobs/synthesizer-card.ts';
import { temporaryFolder, temporaryProject } from '../store/support.ts';

const unet = Buffer.from('a segmenter');
const gan = Buffer.from('a synthesizer');
const encoder = Buffer.from('its style encoder');
const bytes = unet.length + gan.length + encoder.length;

let project: Project;
/** The folder of the program's networks. */
let program: string;

/** A project that refers to a segmenter, and to a synthesizer with a style encoder, of the program. */
beforeEach(async () => {
  project = await temporaryProject();
  program = await temporaryFolder();
  const styleEncoder = { file: 'style-encoder-1.onnx', sha256: sha256Of(encoder) };
  await ship(program, 'unet', unet, segmenterCard(sha256Of(unet)));
  await ship(program, 'gan', gan, synthesizerCard(sha256Of(gan), { styleEncoder }));
  await writeFile(join(program, styleEncoder.file), encoder);
});

async function ship(
  folder: string,
  name: string,
  network: Uint8Array,
  card: ReturnType<typeof segmenterCard> | ReturnType<typeof synthesizerCard>,
): Promise<void> {
  await writeFile(join(folder, `${name}.onnx`), network);
  await writeFile(join(folder, `${name}.json`), JSON.stringify(card));
  const { kind, sha256 } = card;
  await registerModel(project, { name, kind, sha256, card });
}

/** What the next version does with a network that it offers no longer. */
async function retire(...files: string[]): Promise<void> {
  await mkdir(join(program, 'retired'), { recursive: true });
  for (const file of files) await rename(join(program, file), join(program, 'retired', file));
}

const places = async () =>
  Object.fromEntries((await listPlacedModels(project, program)).map(({ name, place }) => [name, place]));

describe('the file of a network', () => {
  it('is the program’s where the project has none', async () => {
    expect(await networkFile(project, sha256Of(unet), program)).toBe(join(program, 'unet.onnx'));
    expect(await readNetwork(project, sha256Of(unet), program)).toEqual(unet);
    expect(await readNetwork(project, sha256Of(encoder), program)).toEqual(encoder);
    expect(await places()).toEqual({ unet: 'program', gan: 'program' });
  });

  it('is the project’s where it has one', async () => {
    const sha256 = await project.files.put(unet, 'onnx');
    expect(await networkFile(project, sha256, program)).toBe(project.files.path(sha256, 'onnx'));
    await rm(join(program, 'unet.onnx'));
    expect(Buffer.from(await readNetwork(project, sha256, program))).toEqual(unet);
    expect(await places()).toEqual({ unet: 'project', gan: 'program' });
  });

  it('is not taken from the program when its content is another', async () => {
    await writeFile(join(program, 'unet.onnx'), 'another segmenter');
    const problem = { code: 'bad-model', file: join(program, 'unet.onnx') };
    await expect(networkFile(project, sha256Of(unet), program)).rejects.toMatchObject(problem);
    await expect(readNetwork(project, sha256Of(unet), program)).rejects.toMatchObject(problem);
  });

  it('that is in neither place is named with its SHA-256 and the version of its card', async () => {
    await rm(join(program, 'gan.json'));
    const sha256 = sha256Of(gan);
    await expect(networkFile(project, sha256, program)).rejects.toMatchObject({
      code: 'not-found',
      message: `"gan" (SHA-256 ${sha256}) is neither in the project nor in this version of the program`,
      hint: expect.stringMatching(
        /^it came with the Fundus Studio of \d{4}-\d\d-\d\d \(its card is of version 0\.1\.0\): with that one make/,
      ),
    });
    await expect(readNetwork(project, sha256Of(encoder), program)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('the style encoder of "gan"'),
    });
    expect(await places()).toEqual({ unet: 'program', gan: 'missing' });
    // The program itself has never had these.
    await expect(openSegmenter(project, { model: 'unet' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is not the program’s to remove with the project’s', async () => {
    const sha256 = sha256Of(unet);
    await project.files.remove(sha256, 'onnx');
    expect(await readFile(await networkFile(project, sha256, program))).toEqual(unet);
  });
});

describe('a project that is made self-contained', () => {
  it('has copies of all that it referred to, and needs the program’s no more', async () => {
    const borrowed = { files: 3, bytes, missing: [] };
    expect(await borrowedNetworks(project, program)).toEqual(borrowed);
    expect(await makeSelfContained(project, program)).toEqual(borrowed);
    expect(await borrowedNetworks(project, program)).toEqual({ files: 0, bytes: 0, missing: [] });
    await rm(program, { recursive: true });
    await mkdir(program);
    for (const own of [unet, gan, encoder]) {
      expect(Buffer.from(await readNetwork(project, sha256Of(own), program))).toEqual(own);
    }
    expect(await makeSelfContained(project, program)).toEqual({ files: 0, bytes: 0, missing: [] });
  });

  it('gets what there is, and says what there is not', async () => {
    await rm(join(program, 'gan.json'));
    expect(await makeSelfContained(project, program)).toEqual({
      files: 1,
      bytes: unet.length,
      missing: ['"gan"', 'the style encoder of "gan"'],
    });
    expect(await places()).toEqual({ unet: 'project', gan: 'missing' });
  });
});

describe('a network that the program is about to lose', () => {
  it('is copied into a project that refers to it, and no other', async () => {
    await retire('gan.onnx', 'gan.json', 'style-encoder-1.onnx');
    expect(await places()).toEqual({ unet: 'program', gan: 'program' });
    await keepRetired(project, program);
    expect(await places()).toEqual({ unet: 'program', gan: 'project' });
    await rm(join(program, 'retired'), { recursive: true });
    expect(Buffer.from(await readNetwork(project, sha256Of(gan), program))).toEqual(gan);
    expect(Buffer.from(await readNetwork(project, sha256Of(encoder), program))).toEqual(encoder);
    const other = await temporaryProject();
    await keepRetired(other, program);
    expect(await other.files.has(sha256Of(gan), 'onnx')).toBe(false);
  });

  it('leaves its style encoder where a network that stays has it too', async () => {
    await retire('gan.onnx', 'gan.json');
    const styleEncoder = { file: 'style-encoder-1.onnx', sha256: sha256Of(encoder) };
    const next = Buffer.from('the next synthesizer');
    await ship(program, 'gan-next', next, synthesizerCard(sha256Of(next), { styleEncoder }));
    await keepRetired(project, program);
    expect(await project.files.has(sha256Of(gan), 'onnx')).toBe(true);
    expect(await project.files.has(sha256Of(encoder), 'onnx')).toBe(false);
    expect(await readNetwork(project, sha256Of(encoder), program)).toEqual(encoder);
  });

  it('does not keep a project from opening when it cannot be copied', async () => {
    await retire('unet.onnx', 'unet.json');
    await writeFile(join(program, 'retired', 'unet.onnx'), 'a damaged one');
    await keepRetired(project, program);
    expect(await project.files.has(sha256Of(unet), 'onnx')).toBe(false);
  });
});
