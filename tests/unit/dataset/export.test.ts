import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ExportOptions, exportDataset } from '../../../src/main/dataset/export/export.ts';
import { manifestSchema } from '../../../src/main/dataset/export/manifest.ts';
import { readPngChunks } from '../../../src/main/imaging/containers/png.ts';
import { decodeImage, decodeMask } from '../../../src/main/imaging/decode.ts';
import { sha256Of } from '../../../src/main/store/files.ts';
import { addMask } from '../../../src/main/store/masks.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { updateSyntheticImages } from '../../../src/main/store/synthetic.ts';
import { fakeSha256, storeModel, temporaryProject } from '../store/support.ts';
import {
  addSource,
  addSynthesizer,
  addSynthetic,
  filesBelow,
  fillProject,
  height,
  quiet,
  width,
} from './export-support.ts';

/** Where the tests export to: beside the project, in the folder that is removed with it. */
const outputOf = (project: Project) => join(dirname(project.dir), 'out', 'set');
const besides = (project: Project) => readdirSync(join(dirname(project.dir), 'out'));

const rowsSchema = z.array(z.record(z.string(), z.string()));
const readCsv = (folder: string) =>
  rowsSchema.parse(parse(readFileSync(join(folder, 'metadata.csv')), { columns: true }));
const readManifest = (folder: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));

function textOf(file: string): Record<string, string> {
  const texts = readPngChunks(readFileSync(file)).filter((chunk) => chunk.type === 'tEXt');
  return Object.fromEntries(texts.map((chunk) => Buffer.from(chunk.data).toString('latin1').split('\0')));
}

describe('exportDataset', () => {
  it('writes images, masks and the three documents, and returns where', async () => {
    const project = await temporaryProject();
    await fillProject(project, 2, 2);
    const result = await exportDataset(project, outputOf(project), {}, quiet);
    const names = [1, 2, 3, 4].map((id) => `synthetic_00000${id}.png`);
    expect(filesBelow(outputOf(project))).toEqual(
      [
        'README.md',
        'manifest.json',
        'metadata.csv',
        ...names.map((name) => `images/${name}`),
        ...names.map((name) => `masks/${name}`),
      ].sort(),
    );
    expect(result).toMatchObject({ folder: outputOf(project), zip: null, files: 11 });
    const sizes = filesBelow(outputOf(project)).map((path) => statSync(join(outputOf(project), path)).size);
    expect(result.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(besides(project)).toEqual(['set']);
  });

  it('keeps the pixels of image and mask', async () => {
    const project = await temporaryProject();
    await fillProject(project, 1, 1);
    const [stored] = await project.db.selectFrom('syntheticImages').selectAll().execute();
    await exportDataset(project, outputOf(project), {}, quiet);
    const file = (kind: string) => join(outputOf(project), kind, 'synthetic_000001.png');
    expect(await decodeImage(file('images'))).toEqual(
      await decodeImage(project.files.path(stored!.sha256, 'png')),
    );
    expect(await decodeMask(file('masks'))).toEqual(
      await decodeMask(project.files.path(stored!.maskSha256, 'png')),
    );
    expect(await sharp(file('masks')).metadata()).toMatchObject({ width, height, bitsPerSample: 1 });
  });

  it('marks every file as synthetic, with the model, and keeps no other text', async () => {
    const project = await temporaryProject();
    const { mask } = await addSource(project, '01_h');
    const model = await addSynthesizer(project, 'gan größer');
    await addSynthetic(project, { mask, model, seed: 3 }, { Comment: 'made from 01_h', Title: 'old' });
    await exportDataset(project, outputOf(project), {}, quiet);
    const image = join(outputOf(project), 'images/synthetic_000001.png');
    expect(textOf(image)).toEqual({
      Title: 'Synthetic fundus photograph',
      Source: `Model gan größer, SHA-256 ${model.sha256}, seed 3`,
      Software: expect.stringMatching(/^Fundus Studio \d/),
      Disclaimer: expect.stringContaining('Synthetic image'),
    });
    expect((await sharp(image).metadata()).comments).toContainEqual({
      keyword: 'Title',
      text: 'Synthetic fundus photograph',
    });
    expect(textOf(join(outputOf(project), 'masks/synthetic_000001.png'))).toMatchObject({
      Title: expect.stringContaining('synthetic'),
      Source: expect.stringContaining(model.sha256),
    });
  });

  it('writes one metadata row an image, with its files, class and lineage', async () => {
    const project = await temporaryProject();
    const { image, mask } = await addSource(project, '01_h', { diagnosis: 'g' });
    const segmenter = await storeModel(project, 'unet');
    const predicted = await addMask(project, {
      imageId: image.id,
      origin: 'predicted',
      sha256: fakeSha256('predicted'),
      modelId: segmenter.id,
    });
    const edited = await addMask(project, {
      imageId: image.id,
      origin: 'edited',
      sha256: fakeSha256('edited'),
      parentId: predicted.id,
    });
    const model = await addSynthesizer(project, 'gan, "the first"');
    await addSynthetic(project, { mask, model, seed: 1, diagnosis: 'g' });
    await addSynthetic(project, { mask: edited, model, seed: 2, diagnosis: 'g' });
    await exportDataset(project, outputOf(project), {}, quiet);
    const [first, second] = readCsv(outputOf(project));
    expect(first).toEqual({
      file_name: 'images/synthetic_000001.png',
      mask_file_name: 'masks/synthetic_000001.png',
      class: 'g',
      split: '',
      synthetic: 'true',
      width: String(width),
      height: String(height),
      synthesizer: 'gan, "the first"',
      synthesizer_sha256: model.sha256,
      seed: '1',
      style: '[0.5,-1.25]',
      patient_id: String(image.id),
      source_image_id: String(image.id),
      source_mask_id: String(mask.id),
      source_mask_version: '1',
      source_mask_origin: 'annotated',
      segmenter_sha256: '',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(second).toMatchObject({
      source_mask_version: '3',
      source_mask_origin: 'edited',
      segmenter_sha256: segmenter.sha256,
    });
    expect(readManifest(outputOf(project)).models).toEqual([
      { name: model.name, kind: 'synthesizer', sha256: model.sha256, images: 2 },
      { name: 'unet', kind: 'segmenter', sha256: segmenter.sha256, images: 1 },
    ]);
  });

  it('counts in the manifest and lists every other file with its SHA-256', async () => {
    const project = await temporaryProject();
    await fillProject(project, 4, 2);
    await exportDataset(project, outputOf(project), {}, quiet);
    const manifest = readManifest(outputOf(project));
    expect(manifest.counts).toEqual({
      images: 8,
      masks: 8,
      patients: 4,
      byClass: { h: 4, dr: 2, g: 2 },
    });
    expect(manifest.files.map((file) => file.path).sort()).toEqual(
      filesBelow(outputOf(project)).filter((path) => path !== 'manifest.json'),
    );
    for (const { path, sha256, bytes } of manifest.files) {
      const content = readFileSync(join(outputOf(project), path));
      expect({ path, sha256: sha256Of(content), bytes: content.length }).toEqual({ path, sha256, bytes });
    }
  });

  it('tells people what it is, how many, from which model, under which licence and whom to credit', async () => {
    const project = await temporaryProject();
    await fillProject(project, 3, 2);
    await exportDataset(project, outputOf(project), { split: true }, quiet);
    const text = readFileSync(join(outputOf(project), 'README.md'), 'utf8');
    expect(text).toMatch(/\*\*synthetic\*\*/);
    expect(text).toMatch(/6 images with 6 vessel masks, made from the vessels of 3 people/);
    expect(text).toContain(fakeSha256('gan'));
    expect(text).toContain('CC BY 4.0');
    expect(text).toContain('Budai A');
    expect(text).not.toContain('CHASE_DB1');
    expect(text).toContain('| `dr` (diabetic retinopathy) |');
  });

  it('credits the data sets that photographs come from or models name', async () => {
    const project = await temporaryProject();
    const { mask } = await addSource(project, 'Image_01L', { sourceLayout: 'chase_db1' });
    const model = await addSynthesizer(project, 'gan', { data: 'own photographs' });
    await addSynthetic(project, { mask, model, seed: 1 });
    await exportDataset(project, outputOf(project), {}, quiet);
    expect(readManifest(outputOf(project)).attributions.map((entry) => entry.dataset)).toEqual(['CHASE_DB1']);
  });

  it('names no photograph', async () => {
    const project = await temporaryProject();
    const { mask } = await addSource(project, 'Meier_Anna_1956', { sourceFile: 'Meier_Anna_1956.jpg' });
    await addSynthetic(project, { mask, model: await addSynthesizer(project), seed: 1 });
    await exportDataset(project, outputOf(project), {}, quiet);
    for (const path of filesBelow(outputOf(project))) {
      expect(path).not.toContain('Meier');
      expect(readFileSync(join(outputOf(project), path), 'latin1')).not.toContain('Meier');
    }
  });

  it('divides into train, val and test by person, both eyes together, the same way each time', async () => {
    const project = await temporaryProject();
    const model = await addSynthesizer(project);
    for (let seed = 0; seed < 20; seed++) {
      const name = `Image_${String((seed >> 1) + 1).padStart(2, '0')}${seed % 2 === 0 ? 'L' : 'R'}`;
      const { mask } = await addSource(project, name);
      await addSynthetic(project, { mask, model, seed });
    }
    await exportDataset(project, outputOf(project), { split: true }, quiet);
    const rows = readCsv(outputOf(project));
    for (const row of rows) {
      expect(row.file_name).toBe(`${row.split}/images/synthetic_${row.file_name?.slice(-10)}`);
      expect(statSync(join(outputOf(project), row.mask_file_name ?? '')).isFile()).toBe(true);
    }
    const splitsOf = Map.groupBy(rows, (row) => row.patient_id);
    expect(splitsOf.size).toBe(10);
    for (const members of splitsOf.values()) {
      expect(members).toHaveLength(2);
      expect(new Set(members.map((row) => row.split)).size).toBe(1);
    }
    const { counts } = readManifest(outputOf(project));
    expect(counts.bySplit).toEqual({ train: 14, val: 2, test: 4 });
    rmSync(outputOf(project), { recursive: true });
    await exportDataset(project, outputOf(project), { split: true }, quiet);
    expect(readCsv(outputOf(project))).toEqual(rows);
  });

  it('refuses an output that exists, before writing anything', async () => {
    const project = await temporaryProject();
    await fillProject(project, 1, 1);
    mkdirSync(outputOf(project), { recursive: true });
    writeFileSync(join(outputOf(project), 'thesis.txt'), 'mine');
    const exporting = exportDataset(project, outputOf(project), {}, quiet);
    await expect(exporting).rejects.toMatchObject({ code: 'output-exists', file: outputOf(project) });
    expect(filesBelow(outputOf(project))).toEqual(['thesis.txt']);
    rmSync(outputOf(project), { recursive: true });
    writeFileSync(`${outputOf(project)}.zip`, 'mine');
    const archiving = exportDataset(project, outputOf(project), { zip: true }, quiet);
    await expect(archiving).rejects.toMatchObject({
      code: 'output-exists',
      file: `${outputOf(project)}.zip`,
    });
    expect(besides(project)).toEqual(['set.zip']);
  });

  it('takes an empty folder', async () => {
    const project = await temporaryProject();
    await fillProject(project, 1, 1);
    mkdirSync(outputOf(project), { recursive: true });
    await exportDataset(project, outputOf(project), {}, quiet);
    expect(filesBelow(outputOf(project))).toContain('manifest.json');
  });

  it('leaves out what was discarded, and takes only what is kept or tagged where that is asked for', async () => {
    const project = await temporaryProject();
    await fillProject(project, 1, 4);
    await updateSyntheticImages(project, { ids: [1], isKept: false, addTags: ['good'] });
    await updateSyntheticImages(project, { ids: [2, 3], isKept: true });
    await updateSyntheticImages(project, { ids: [3, 4], addTags: ['good'] });
    const exported = async (options: ExportOptions) => {
      await exportDataset(project, outputOf(project), options, quiet);
      const rows = readCsv(outputOf(project)).map((row) => Number(row.file_name?.slice(-10, -4)));
      rmSync(outputOf(project), { recursive: true });
      return rows;
    };
    expect(await exported({})).toEqual([2, 3, 4]);
    expect(await exported({ which: 'kept' })).toEqual([2, 3]);
    expect(await exported({ tags: ['good', 'none'] })).toEqual([3, 4]);
    expect(await exported({ which: 'kept', tags: ['good'] })).toEqual([3]);
    expect(await exported({ tags: [] })).toEqual([2, 3, 4]);
    await expect(exported({ tags: ['none'] })).rejects.toMatchObject({
      code: 'no-data',
      message: 'None of the 4 synthetic images is among those chosen',
    });
  });

  it('states CC BY 4.0 only where all sources are known to be under it', async () => {
    const card = (dataset: string) => ({ data: [{ dataset, split: 'train', images: [] }] });
    const licenceOf = async (sourceLayout: string, dataset: string) => {
      const project = await temporaryProject();
      const { mask } = await addSource(project, '01', { sourceLayout });
      const model = await addSynthesizer(project, 'gan', card(dataset));
      await addSynthetic(project, { mask, model, seed: 1 });
      await exportDataset(project, outputOf(project), {}, quiet);
      const text = readFileSync(join(outputOf(project), 'README.md'), 'utf8');
      return [readManifest(outputOf(project)).licence, /^license: (.*)$/m.exec(text)?.[1]];
    };
    expect(await licenceOf('HRF', 'HRF')).toEqual(['CC-BY-4.0', 'cc-by-4.0']);
    expect(await licenceOf('HRF', 'CHASE_DB1')).toEqual([null, 'unknown']);
    expect(await licenceOf('plain', 'HRF')).toEqual([null, 'unknown']);
    expect(await licenceOf('HRF', 'plain')).toEqual([null, 'unknown']);
    expect(await licenceOf('HRF', 'DRIVE')).toEqual([null, 'unknown']);
    expect(await licenceOf('STARE', 'HRF')).toEqual([null, 'unknown']);
  });

  it.each([
    ['CC0-1.0', 'license: cc0-1.0', 'CC0-1.0.'],
    [
      'Research only, "clinic A"',
      'license: other\nlicense_name: "Research only, \\"clinic A\\""',
      'Research only',
    ],
  ])('states the licence that it is given: %s', async (licence, fields, words) => {
    const project = await temporaryProject();
    await fillProject(project, 1, 1);
    await exportDataset(project, outputOf(project), { licence }, quiet);
    expect(readManifest(outputOf(project)).licence).toBe(licence);
    const text = readFileSync(join(outputOf(project), 'README.md'), 'utf8');
    expect(text).toContain(`---\n${fields}\n`);
    expect(text).toContain(`## Licence and attribution\n\n${words}`);
  });

  it('says so when there is nothing to export, and makes nothing', async () => {
    const project = await temporaryProject();
    await expect(exportDataset(project, outputOf(project), {}, quiet)).rejects.toMatchObject({
      code: 'no-data',
    });
    expect(readdirSync(dirname(project.dir))).toEqual(['project']);
  });
});
