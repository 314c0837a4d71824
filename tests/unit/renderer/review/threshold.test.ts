import { describe, expect, it } from 'vitest';
import { applyThreshold } from '../../../../src/renderer/review/tools/whole-mask-tools.ts';
import type { Raster } from '../../../../src/renderer/viewer/raster.ts';
import { draw, emptyMask, picture } from './arbitrary.ts';

describe('applyThreshold', () => {
  const probability: Raster = { width: 5, height: 1, data: Uint8Array.of(0, 127, 128, 255, 255) };
  const fov = draw('####.');
  const at = (threshold: number) => {
    const mask = emptyMask(5, 1);
    applyThreshold(mask, probability, fov, threshold);
    return picture(mask)[0];
  };

  it('takes what reaches the threshold, inside the field of view', () => {
    expect(at(0.5)).toBe('..##.');
    expect(at(127 / 255)).toBe('.###.');
    expect(at(1)).toBe('...#.');
    expect(at(0)).toBe('####.');
  });

  it('replaces what the mask was', () => {
    const mask = draw('#####');
    applyThreshold(mask, probability, fov, 1);
    expect(picture(mask)).toEqual(['...#.']);
  });
});
