import { describe, expect, it } from 'vitest';
import { areaPath, peakOf } from '../../../../src/renderer/dataset/detail/histogram-paths.ts';
import {
  bestVersion,
  describeVersion,
  mainVersion,
} from '../../../../src/renderer/dataset/detail/overlays.ts';
import type { MaskVersion } from '../../../../src/shared/api/images.ts';

const version = (
  id: number,
  origin: MaskVersion['origin'],
  rest: Partial<MaskVersion> = {},
): MaskVersion => ({
  ...{ id, imageId: 1, version: id, origin, sha256: '', probabilitySha256: null, observer: null },
  ...{ model: null, parentId: null, createdAt: '2026-01-01T00:00:00Z', ...rest },
});

describe('versions of a mask', () => {
  const versions = [
    version(1, 'annotated', { observer: '1stHO' }),
    version(2, 'annotated', { observer: '2ndHO' }),
    version(3, 'predicted', { model: 'hrf' }),
    version(4, 'predicted', { model: 'own' }),
    version(5, 'edited', { parentId: 4 }),
  ];

  it('take the first annotation and the newest of what is made anew', () => {
    expect(mainVersion(versions, 'annotated')?.id).toBe(1);
    expect(mainVersion(versions, 'predicted')?.id).toBe(4);
  });

  it('put what a person made before what a network did', () => {
    expect(bestVersion(versions)?.id).toBe(5);
    expect(bestVersion(versions.slice(0, 4))?.id).toBe(1);
    expect(bestVersion(versions.slice(2, 4))?.id).toBe(4);
    expect(bestVersion([])).toBeUndefined();
  });

  it('say where they come from', () => {
    expect(versions.map((one) => describeVersion(one, versions))).toEqual([
      'Drawn by 1stHO',
      'Drawn by 2ndHO',
      'Extracted by hrf',
      'Extracted by own',
      'Edited from version 4',
    ]);
  });
});

describe('the histogram', () => {
  it('takes its height from the levels between the darkest and the brightest', () => {
    expect(peakOf([[900, 3, 7, 800]])).toBe(7);
    expect(peakOf([[5, 0, 0, 5]])).toBe(1);
  });

  it('draws counts as an area, cut off at full height', () => {
    expect(areaPath([0, 5, 20], 10)).toBe('M0 100 L0 100 L1 50 L2 0 L2 100 Z');
  });
});
