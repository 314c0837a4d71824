import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Gathering, gather } from '../../../../src/renderer/dataset/import/gather.ts';
import type { LooseFile } from '../../../../src/renderer/ui/file-source.ts';
import { openApplication } from '../../../contract/support.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const sample = resolve(import.meta.dirname, '../../../../resources/sample');

/** The page's requests go to the real service, by its handler instead of a connection. */
async function openService() {
  const { handler, project } = await openApplication();
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    handler(new Request(`http://127.0.0.1${path}`, init)),
  );
  const uploads = () => {
    try {
      return readdirSync(join(project.dir, 'uploads'));
    } catch {
      return [];
    }
  };
  return { uploads };
}

const looseFile = (path: string, bytes: string | Uint8Array<ArrayBuffer>): LooseFile => ({
  path,
  file: new File([bytes], path),
});
const sampleFile = (path: string) =>
  looseFile(`HRF/${path}`, new Uint8Array(readFileSync(join(sample, path))));

test('hands over pictures with their folders, leaves the rest, and says what is recognised', async () => {
  const { uploads } = await openService();
  const files = [
    sampleFile('images/06_h.jpg'),
    sampleFile('manual1/06_h.tif'),
    looseFile('HRF/notes.docx', 'text'),
    looseFile('HRF/../outside.jpg', 'text'),
  ];
  const stages: Gathering[] = [];
  const { signal } = new AbortController();
  const { upload, paths, preview, unsent } = await gather({ kind: 'files', files }, signal, (stage) =>
    stages.push(stage),
  );
  expect(paths).toEqual([upload?.dir]);
  expect(uploads()).toEqual([upload?.id]);
  expect(preview.images).toMatchObject([
    { file: 'HRF/images/06_h.jpg', layout: 'HRF', annotations: [{ file: 'HRF/manual1/06_h.tif' }] },
  ]);
  expect(unsent.map(({ file }) => file).sort()).toEqual(['HRF/../outside.jpg', 'HRF/notes.docx']);
  expect(preview.leftOut).toEqual(expect.arrayContaining([...unsent]));
  expect(stages.at(-2)).toMatchObject({ stage: 'uploading', progress: { files: 3, totalFiles: 3 } });
  expect(stages.at(-1)).toEqual({ stage: 'reading' });
});

test('uploads nothing where there is no picture', async () => {
  const { uploads } = await openService();
  const source = { kind: 'files', files: [looseFile('notes.txt', 'text')] } as const;
  const gathered = await gather(source, new AbortController().signal, () => {});
  expect(gathered).toMatchObject({ upload: null, unsent: [{ file: 'notes.txt' }] });
  expect(uploads()).toEqual([]);
});

test('leaves nothing behind when it is cancelled on the way', async () => {
  const { uploads } = await openService();
  const picture = new Uint8Array(readFileSync(join(sample, 'images/06_h.jpg')));
  const files = Array.from({ length: 30 }, (_, index) => looseFile(`${index}.jpg`, picture));
  const controller = new AbortController();
  let during = 0;
  const gathering = gather({ kind: 'files', files }, controller.signal, (stage) => {
    if (stage.stage !== 'uploading' || stage.progress.files < 3) return;
    during = uploads().length;
    controller.abort();
  });
  await expect(gathering).rejects.toThrow(/abort/i);
  expect(during).toBe(1);
  expect(uploads()).toEqual([]);
});
