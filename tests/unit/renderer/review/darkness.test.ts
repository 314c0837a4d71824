import { describe, expect, it } from 'vitest';
import { localDarkness } from '../../../../src/renderer/review/mask/darkness.ts';
import { createRandom } from '../../../../src/shared/random.ts';

describe('localDarkness', () => {
  it('stands out on a vessel under uneven light, and is 0 outside the field of view', () => {
    const [width, height] = [300, 300];
    const random = createRandom(7);
    const green = new Uint8Array(width * height);
    const fov = new Uint8Array(width * height);
    const isVessel = (x: number, y: number) => Math.abs(x + y - 290) < 5;
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        fov[i] = (x - 150) ** 2 + (y - 150) ** 2 < 140 ** 2 ? 1 : 0;
        if (fov[i]) green[i] = 60 + x / 3 - (isVessel(x, y) ? 20 : 0) + random.between(-4, 4);
      }
    }
    const map = localDarkness({ width, height, data: green }, { width, height, data: fov }, 280);
    let [vessel, vesselPixels, background, backgroundPixels] = [0, 0, 0, 0];
    for (let i = 0; i < map.data.length; i++) {
      if (!fov[i]) expect(map.data[i]).toBe(0);
      else if (isVessel(i % width, Math.floor(i / width)))
        [vessel, vesselPixels] = [vessel + map.data[i]!, vesselPixels + 1];
      else [background, backgroundPixels] = [background + map.data[i]!, backgroundPixels + 1];
    }
    expect(vessel / vesselPixels).toBeGreaterThan(4 * (background / backgroundPixels));
  });
});
