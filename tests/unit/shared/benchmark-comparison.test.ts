import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareMachines, compareReports, summarise } from '../../../src/shared/benchmark-comparison.ts';
import { int8, machine, report, series, variant } from '../benchmark-reports.ts';

it('pairs the same variant of the same workload, in whatever order', () => {
  const first = report([series([variant(300), int8(100)]), series([variant(900)], { batch: 4 })]);
  const second = report([
    series([int8(50), variant(200, { model: { name: 'mine', sha256: 'cc'.repeat(32) } })]),
    series([variant(900)], { batch: 4, threads: 8 }),
    series([variant(700)], { batch: 8 }),
  ]);
  const { pairs, onlyFirst, onlySecond } = compareReports(first, second);
  expect(
    pairs.map(({ first: { precision }, ratio, isSameModel }) => [precision, ratio, isSameModel]),
  ).toEqual([
    ['fp32', 1.5, false],
    ['int8', 2, true],
  ]);
  expect([onlyFirst, onlySecond]).toEqual([1, 2]);
});

it('says the same whichever report is the first', () => {
  const median = fc.double({ min: 0.1, max: 1e4, noNaN: true });
  const medians = fc.array(fc.tuple(median, median), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(medians, (times) => {
      const of = (index: 0 | 1) =>
        report(times.map((pair, batch) => series([variant(pair[index])], { batch: batch + 1 })));
      const forth = summarise(compareReports(of(0), of(1)).pairs);
      const back = summarise(compareReports(of(1), of(0)).pairs);
      expect(forth.mean * back.mean).toBeCloseTo(1, 9);
      expect(forth.lowest * back.highest).toBeCloseTo(1, 9);
      expect(forth.mean).toBeGreaterThanOrEqual(forth.lowest * (1 - 1e-9));
      expect(forth.mean).toBeLessThanOrEqual(forth.highest * (1 + 1e-9));
      expect(forth.workloads).toBe(times.length);
    }),
  );
});

it('finds what differs between machines, and what only one has', () => {
  const differing = compareMachines(
    machine({ cores: 2 }),
    machine({ cores: 8, versions: { Node: '24.21.0', TensorFlow: '2.9.1' } }),
  ).filter(({ differs }) => differs);
  expect(differing).toEqual([
    { name: 'Cores', first: '2', second: '8', differs: true },
    { name: 'ONNX Runtime', first: '1.30.0', second: null, differs: true },
    { name: 'TensorFlow', first: null, second: '2.9.1', differs: true },
  ]);
});
