import { describe, expect, it } from 'vitest';
import { firstAnnotation, presentMask, standingMask } from '../../../src/main/dataset/stored-images.ts';
import type { MaskOrigin } from '../../../src/shared/domain.ts';

/** Versions from notes like "annotated 1stHO". */
const versions = (...notes: string[]) =>
  notes.map((note, index) => {
    const [origin, observer = null] = note.split(' ');
    return { version: index + 1, origin: origin as MaskOrigin, observer };
  });

describe('of the versions of a mask', () => {
  it.each<[string, string[], { first?: number; standing?: number; present?: number }]>([
    ['nothing', [], {}],
    ['predictions', ['predicted', 'predicted'], { present: 2 }],
    ['an annotation before a prediction', ['annotated', 'predicted'], { first: 1, standing: 1, present: 1 }],
    [
      'two observers, the first imported last',
      ['annotated 2ndHO', 'annotated 1stHO', 'annotated 10thHO'],
      { first: 2, standing: 2, present: 2 },
    ],
    [
      'an observer imported twice',
      ['annotated 1stHO', 'annotated 1stHO', 'annotated 2ndHO'],
      { first: 2, standing: 2, present: 2 },
    ],
    [
      'an edit and another observer after it',
      ['annotated 1stHO', 'edited', 'annotated 2ndHO', 'predicted'],
      { first: 1, standing: 2, present: 2 },
    ],
    [
      'an annotation newer than an edit',
      ['predicted', 'edited', 'annotated'],
      { first: 3, standing: 3, present: 3 },
    ],
  ])('%s', (_, notes, { first, standing, present }) => {
    const masks = versions(...notes);
    expect(firstAnnotation(masks)?.version).toBe(first);
    expect(standingMask(masks)?.version).toBe(standing);
    expect(presentMask(masks)?.version).toBe(present);
  });
});
