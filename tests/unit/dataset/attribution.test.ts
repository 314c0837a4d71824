import { expect, it } from 'vitest';
import { licenceOf } from '../../../src/main/dataset/attribution.ts';

it.each([
  [['HRF'], 'CC-BY-4.0'],
  [['HRF', 'CHASE_DB1'], null],
  [['HRF', 'plain'], null],
  [['plain'], null],
  [['DRIVE'], null],
  [['HRF', 'STARE'], null],
])('what derives from %j is under %s', (sources, licence) => {
  expect(licenceOf(sources)).toBe(licence);
});
