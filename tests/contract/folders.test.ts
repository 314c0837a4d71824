import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { importPaths } from '../../src/main/dataset/import/import.ts';
import { decodeImage } from '../../src/main/imaging/decode.ts';
import {
  type PictureExtension,
  pictureExtensions,
  pictureFormatNames,
} from '../../src/shared/picture-files.ts';
import { openApplication, problem, read } from './support.ts';

const listing = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  folders: z.array(z.object({ name: z.string(), path: z.string(), isProject: z.boolean() })),
  pictures: z.array(z.string()),
  places: z.array(z.object({ name: z.string(), path: z.string() })),
});

const list = (path: string) => `/folders?path=${encodeURIComponent(path)}`;

test('lists folders, projects and pictures in the order of their names', async () => {
  const { call, folder, project } = await openApplication();
  const dir = join(folder, 'clinic & more');
  for (const name of ['visit 10', 'visit 9', '.hidden']) mkdirSync(join(dir, name), { recursive: true });
  for (const name of ['b.JPG', 'a.tif', 'notes.txt', '.c.png']) writeFileSync(join(dir, name), '');
  const found = await read(listing, call('GET', list(dir)));
  expect(found).toMatchObject({
    path: dir,
    parent: folder,
    folders: [
      { name: 'visit 9', path: join(dir, 'visit 9'), isProject: false },
      { name: 'visit 10', path: join(dir, 'visit 10'), isProject: false },
    ],
    pictures: ['a.tif', 'b.JPG'],
  });
  expect(found.places.map(({ name }) => name)).toContain('Home');
  const above = await read(listing, call('GET', list(folder)));
  expect(above.folders).toContainEqual({ name: 'Eyes', path: project.dir, isProject: true });
});

const [width, height] = [24, 16];
/** RGB levels, different for different seeds. */
const pixels = (seed: number) =>
  Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7 + seed) % 251);
const encoder = (seed: number) => sharp(pixels(seed), { raw: { width, height, channels: 3 } });
const withHeader = (header: string, data: Uint8Array) => Buffer.concat([Buffer.from(header), data]);
const ppm = (seed: number) => withHeader(`P6 ${width} ${height} 255\n`, pixels(seed));

/** Encodes a picture as the files with an extension are. */
const encoders: Readonly<Record<PictureExtension, (seed: number) => Buffer | Promise<Buffer>>> = {
  jpg: (seed) => encoder(seed).jpeg().toBuffer(),
  jpeg: (seed) => encoder(seed).jpeg({ progressive: true }).toBuffer(),
  png: (seed) => encoder(seed).png().toBuffer(),
  tif: (seed) => encoder(seed).tiff({ compression: 'lzw' }).toBuffer(),
  tiff: (seed) => encoder(seed).tiff({ compression: 'none' }).toBuffer(),
  webp: (seed) => encoder(seed).webp({ lossless: true }).toBuffer(),
  gif: (seed) => encoder(seed).gif().toBuffer(),
  ppm,
  pgm: (seed) => withHeader(`P5 ${width} ${height} 255\n`, pixels(seed).subarray(0, width * height)),
  pbm: (seed) => withHeader(`P4 ${width} ${height}\n`, pixels(seed).subarray(0, (width * height) / 8)),
  pnm: ppm,
};

test('counts as pictures exactly what an import takes', async () => {
  const { call, folder, project } = await openApplication();
  const dir = join(folder, 'pictures');
  mkdirSync(dir);
  const names: string[] = [];
  for (const [i, extension] of pictureExtensions.entries()) {
    const picture = (seed: number) => encoders[extension](seed);
    names.push(
      `${i}-plain.${extension}`,
      `${i}-upper.${extension.toUpperCase()}`,
      `${i}-small.${extension}.gz`,
    );
    const [plain, upper, small] = names.slice(-3) as [string, string, string];
    writeFileSync(join(dir, plain), await picture(10 * i));
    writeFileSync(join(dir, upper), await picture(10 * i + 3));
    writeFileSync(join(dir, small), gzipSync(await picture(10 * i + 6)));
    expect(await decodeImage(join(dir, plain))).toMatchObject({ width, height });
  }
  for (const name of ['.hidden.png', 'notes.txt', 'scan.bmp', 'notes.gz', 'png', 'a.png.zip']) {
    writeFileSync(join(dir, name), ppm(9));
  }
  const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
  const { pictures } = await read(listing, call('GET', list(dir)));
  expect(pictures).toEqual(names.sort(byName));
  const report = await importPaths(
    project,
    [dir],
    {},
    { report: () => {}, signal: new AbortController().signal },
  );
  expect(report.failed).toEqual([]);
  expect(report.taken.map(({ file }) => file).sort(byName)).toEqual(pictures.map((name) => join(dir, name)));
});

test('the guide names the formats that are read', () => {
  const guide = readFileSync(resolve(import.meta.dirname, '../../docs/guide.md'), 'utf8');
  expect(guide).toContain(`Recognised are pictures (${pictureFormatNames}, also compressed by gzip)`);
});

test('begins at home, and has nothing above the root', async () => {
  const { call } = await openApplication();
  const home = await read(listing, call('GET', '/folders'));
  expect(home.places).toContainEqual({ name: 'Home', path: home.path });
  expect(await read(listing, call('GET', list('/')))).toMatchObject({ path: '/', parent: null });
});

test('makes a folder', async () => {
  const { call, folder } = await openApplication();
  const made = await call('POST', '/folders', { parent: folder, name: ' Études ' });
  expect(made.status).toBe(201);
  expect(await read(listing, made)).toMatchObject({
    path: join(folder, 'Études'),
    folders: [],
    pictures: [],
  });
});

test('says what is wrong with a folder', async () => {
  const { call, folder } = await openApplication();
  writeFileSync(join(folder, 'file'), '');
  const missing = join(folder, 'missing');
  expect(await problem(call('GET', list(missing)))).toEqual({
    status: 404,
    code: 'not-found',
    message: 'There is no such folder',
    file: missing,
  });
  expect(await problem(call('GET', list(join(folder, 'file'))))).toMatchObject({
    status: 400,
    code: 'usage',
  });
  expect(await problem(call('GET', list('relative')))).toMatchObject({ status: 400, file: 'relative' });
  expect(await problem(call('GET', list('/a\0b')))).toMatchObject({ status: 400 });
  expect(await problem(call('POST', '/folders', { parent: folder, name: 'Eyes' }))).toMatchObject({
    status: 409,
    code: 'output-exists',
  });
  for (const name of ['..', 'a/b', 'a\\b', 'C:', '\0', '']) {
    expect(await problem(call('POST', '/folders', { parent: folder, name }))).toMatchObject({ status: 400 });
  }
});
