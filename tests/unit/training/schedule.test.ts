import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../../src/main/training/schedule.ts';
import { type Schedule, trainingSettings } from '../../../src/shared/training-settings.ts';

const schedules = trainingSettings.segmenter.schedule.choices.map(({ value }) => value);
const steps = 1000;
const peak = 0.01;
const rates = (schedule: Schedule) =>
  Array.from({ length: steps }, (_, i) => learningRateAt(schedule, i + 1, steps, peak));

describe('learningRateAt', () => {
  it.each(schedules)('%s stays between 0 and the peak, and reaches it', (schedule) => {
    const all = rates(schedule);
    expect(Math.min(...all)).toBeGreaterThan(0);
    expect(Math.max(...all)).toBeLessThanOrEqual(peak);
    expect(Math.max(...all)).toBeGreaterThan(0.999 * peak);
  });

  it('rises over the first 15 % of a cycle and falls to a thousandth', () => {
    const all = rates('one-cycle');
    expect(all[0]).toBeCloseTo(0.04 * peak, 10);
    expect(all.indexOf(Math.max(...all))).toBe(150);
    expect(all.slice(0, 150)).toEqual(all.slice(0, 150).toSorted((a, b) => a - b));
    expect(all.slice(150)).toEqual(all.slice(150).toSorted((a, b) => b - a));
    expect(all.at(-1)).toBeCloseTo(peak / 1000, 10);
  });

  it('warms up shortly before a cosine that is half way down in the middle', () => {
    const all = rates('cosine');
    expect(all.indexOf(Math.max(...all))).toBe(20);
    expect(all[509]).toBeCloseTo((peak * 1.001) / 2, 4);
  });

  it('keeps the peak for 60 % of the steps, then falls in a line to 3 %', () => {
    const all = rates('linear-decay');
    expect(all[599]).toBe(peak);
    expect(all[799]).toBeCloseTo(peak * (1 - 0.97 / 2), 4);
    expect(all.at(-1)).toBeCloseTo(0.03 * peak, 10);
  });

  it('is defined for a single step', () => {
    for (const schedule of schedules) expect(learningRateAt(schedule, 1, 1, peak)).toBeGreaterThan(0);
  });
});
