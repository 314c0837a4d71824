import { expect, test } from 'vitest';
import { orderModels } from '../../../../src/renderer/ui/model-order.ts';

const model = (name: string, runId: number | null = null, isCurrent = false) => ({ name, runId, isCurrent });

test('the models in use come first, then the newest trained here, then the others by name', () => {
  const models = [
    model('gan-hrf-int8'),
    model('gan-hrf'),
    model('first', 1),
    model('gan-hrf-half', null, true),
    model('second', 2),
  ];
  expect(orderModels(models).map(({ name }) => name)).toEqual([
    'gan-hrf-half',
    'second',
    'first',
    'gan-hrf',
    'gan-hrf-int8',
  ]);
});
