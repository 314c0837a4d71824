import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../../src/renderer/viewer/raster.ts';

describe('outlineOf', () => {
  it('goes down the left border and up the right one', () => {
    const data = Uint8Array.from([0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(outlineOf({ width: 4, height: 3, data, stride: 1 })).toEqual([
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 2],
      [4, 2],
      [4, 1],
      [3, 1],
      [3, 0],
    ]);
  });

  it('is empty where there is no region', () => {
    expect(outlineOf({ width: 2, height: 1, data: new Uint8Array(2), stride: 1 })).toEqual([]);
  });
});
