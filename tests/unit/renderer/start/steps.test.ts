import { describe, expect, it } from 'vitest';
import { nextStep, projectSteps } from '../../../../src/renderer/start/steps.ts';

const empty = { images: 0, annotated: 0, predicted: 0, reviewed: 0, synthetic: 0 };

describe('the next step', () => {
  it.each([
    [empty, 'photographs'],
    [{ ...empty, images: 6 }, 'vessels'],
    [{ ...empty, images: 6, annotated: 6 }, 'synthetic'],
    [{ ...empty, images: 6, predicted: 6 }, 'synthetic'],
    [{ ...empty, images: 6, predicted: 6, synthetic: 24 }, 'export'],
  ] as const)('of %j is %s', (counts, step) => {
    expect(nextStep(counts)).toBe(step);
  });
});

it('counts a step as done when all photographs are through it', () => {
  const done = projectSteps({ images: 6, annotated: 2, predicted: 6, reviewed: 5, synthetic: 1 })
    .filter(({ isDone }) => isDone)
    .map(({ name }) => name);
  expect(done).toEqual(['photographs', 'vessels', 'synthetic']);
});

it('has nothing done in an empty project', () => {
  expect(projectSteps(empty).some(({ isDone }) => isDone)).toBe(false);
});
