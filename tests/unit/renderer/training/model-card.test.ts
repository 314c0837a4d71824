import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataPhrases, figureRows, readCard } from '../../../../src/renderer/training/model-card.ts';

const folder = new URL('../../../../resources/models/', import.meta.url);
const cards = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

describe('the cards of the shipped models', () => {
  it('show their data, figures and licence', () => {
    expect(cards.length).toBeGreaterThan(0);
    for (const card of cards.map(readCard)) {
      expect(dataPhrases(card)[0]).toMatch(/^HRF, 15 photographs of the split train$/);
      expect(card.metrics.length).toBeGreaterThan(0);
      expect(card.licence).toBe('CC-BY-4.0');
      expect(card.architecture?.weights).toBeGreaterThan(1000);
    }
  });
});

describe('a card from elsewhere', () => {
  it.each([null, 'text', 7, { metrics: 'none', data: [{ dataset: 1 }], licence: 5 }])(
    '%j is read as far as it goes',
    (card) => {
      expect(readCard(card)).toMatchObject({ data: [], metrics: [], attribution: [] });
    },
  );
});

it('makes a row of each figure', () => {
  const card = {
    metrics: [{ on: 'A', images: ['1', '2'], conditions: 'c', values: { f1: 0.8, auc: null } }],
  };
  expect(figureRows([{ name: 'unet', kind: 'segmenter', card }])).toEqual([
    ['unet', 'segmenter', 'F1 (Dice)', 0.8, 'A', 2, 'c'],
    ['unet', 'segmenter', 'AUC', null, 'A', 2, 'c'],
  ]);
});
