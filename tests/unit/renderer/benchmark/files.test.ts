import { expect, it } from 'vitest';
import { fileName, readReport } from '../../../../src/renderer/benchmark/report-files.ts';
import { int8, report, series, variant } from '../../benchmark-reports.ts';

const fileOf = (text: string) => new File([text], 'theirs.json');
const whole = report([series([variant(300), int8(100)])]);

it('reads what another machine has measured', async () => {
  expect(await readReport(fileOf(JSON.stringify(whole)))).toEqual(whole);
});

it.each([
  ['half a file', JSON.stringify(whole).slice(0, 100), 'It is not JSON'],
  ['a picture', '\u0089PNG', 'It is not JSON'],
  ['other JSON', '{"a": 1}', 'It is not a benchmark of Fundus Studio'],
  ['a time below 0', JSON.stringify(report([series([variant(-1)])])), 'series.0.variants.0.latency.median'],
])('refuses %s with its name and what was expected', async (_, text, message) => {
  await expect(readReport(fileOf(text))).rejects.toMatchObject({
    ...{ file: 'theirs.json', message: expect.stringContaining(message) },
    hint: expect.stringContaining('exports as JSON'),
  });
});

it('names files so that every file system takes them', () => {
  expect(fileName('EPYC 9R14, 20 Nov 2026')).toBe('EPYC-9R14-20-Nov-2026.json');
  expect(fileName('../../a:b*c')).toBe('a-b-c.json');
  expect(fileName('???')).toBe('benchmark.json');
});
