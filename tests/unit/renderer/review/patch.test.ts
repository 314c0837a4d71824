import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, createPatch } from '../../../../src/renderer/review/mask/patch.ts';
import { wholeOf } from '../../../../src/renderer/viewer/raster.ts';
import { copyOf, draw, maskPairArbitrary } from './arbitrary.ts';

describe('createPatch', () => {
  it('leads from one mask to the other and back', () => {
    fc.assert(
      fc.property(maskPairArbitrary, ([before, after]) => {
        const patch = createPatch(before, after, [wholeOf(before)]);
        const mask = copyOf(before);
        if (patch) applyPatch(mask, patch);
        expect(mask.data).toEqual(after.data);
        if (patch) applyPatch(mask, patch);
        expect(mask.data).toEqual(before.data);
      }),
    );
  });

  it('is as small as what changed', () => {
    const before = draw('.....', '.....', '.....');
    const after = draw('.....', '..#..', '.#...');
    expect(createPatch(before, after, [wholeOf(before)])?.rectangle).toEqual({
      ...{ left: 1, top: 1, width: 2, height: 2 },
    });
  });

  it('is null where nothing changed, and sees no change outside what it is told to look at', () => {
    const before = draw('..', '..');
    expect(createPatch(before, before, [wholeOf(before)])).toBeNull();
    expect(createPatch(before, draw('#.', '..'), [{ left: 1, top: 0, width: 1, height: 2 }])).toBeNull();
  });
});
