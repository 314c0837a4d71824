import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { asImportOptions, noChoices } from '../../../../src/renderer/dataset/import/import-choices.ts';
import { importReportCsv } from '../../../../src/renderer/dataset/import/import-report.ts';
import { commonFolder, summarisePreview } from '../../../../src/renderer/dataset/import/preview-summary.ts';

describe('importReportCsv', () => {
  it('has a row a file, whatever became of it', () => {
    const csv = importReportCsv({
      taken: [
        {
          ...{ file: 'a.jpg', name: 'a', layout: 'plain', width: 1, height: 1, diagnosis: null, split: null },
          ...{ annotations: 0, fov: 'estimated', stripped: ['GPS'], note: 'another picture is called a' },
        },
      ],
      added: [{ file: 'b.png', image: 'b', role: 'fov' }],
      leftOut: [{ file: 'c.txt', reason: 'no picture, by its extension' }],
      failed: [{ file: 'd.jpg', code: 'truncated', message: 'cut off', hint: 'copy it again', image: null }],
    });
    const rows = parse(csv, { columns: true });
    expect(rows).toMatchObject([
      { file: 'a.jpg', outcome: 'taken', image: 'a', reason: 'another picture is called a' },
      { file: 'b.png', outcome: 'fov added', image: 'b' },
      { file: 'c.txt', outcome: 'left out', reason: 'no picture, by its extension' },
      { file: 'd.jpg', outcome: 'failed', reason: 'cut off', code: 'truncated', hint: 'copy it again' },
    ]);
  });
});

describe('summarisePreview', () => {
  it('counts what was recognised', () => {
    const image = (layout: string, annotations: number, fov: string | null) => ({
      ...{ file: 'x', name: 'x', layout, diagnosis: null, split: null, fov },
      annotations: Array.from({ length: annotations }, () => ({ file: 'y', observer: null })),
    });
    const summary = summarisePreview({
      images: [image('plain', 0, null), image('HRF', 1, 'f'), image('HRF', 2, null)],
      masks: [
        { file: 'm', role: 'annotation', image: '01_h' },
        { file: 'n', role: 'fov', image: null },
      ],
      leftOut: [{ file: 'z', reason: 'why' }],
    });
    expect(summary).toEqual({
      images: 3,
      layouts: [
        ['HRF', 2],
        ['plain', 1],
      ],
      annotated: 2,
      withFov: 1,
      placedMasks: 1,
      strayMasks: 1,
      leftOut: 1,
    });
  });
});

describe('commonFolder', () => {
  it.each([
    [['/a/b/1.jpg', '/a/b/c/2.jpg'], '/a/b/'],
    [['/a/bc/1.jpg', '/a/bd/2.jpg'], '/a/'],
    [['C:\\x\\1.jpg', 'C:\\x\\2.jpg'], 'C:\\x\\'],
    [['1.jpg', '2.jpg'], ''],
    [[], ''],
  ])('of %j is %s', (files, folder) => {
    expect(commonFolder(files)).toBe(folder);
  });
});

describe('asImportOptions', () => {
  it('says only what was chosen', () => {
    expect(asImportOptions({ paths: ['/a'], upload: null }, noChoices)).toEqual({ paths: ['/a'] });
    expect(
      asImportOptions(
        { paths: ['/u/files'], upload: { id: 'u', dir: '/u/files' } },
        { diagnosis: 'dr', split: null, fieldAngle: 45 },
      ),
    ).toEqual({ paths: ['/u/files'], upload: 'u', diagnosis: 'dr', fieldAngle: 45 });
  });
});
