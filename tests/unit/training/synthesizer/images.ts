import type { SynthesizerImage } from '../../../../src/main/training/synthesizer/data.ts';
import { diagnoses } from '../../../../src/shared/domain.ts';
import { createRandom } from '../../../../src/shared/random.ts';

/** One picture of each diagnosis: smooth colours, a few straight vessels, a round field of view. */
export function syntheticPhotographs(width: number, height: number): SynthesizerImage[] {
  return diagnoses.map((diagnosis, index) => {
    const random = createRandom(index);
    const [angle, phase] = [random.between(0, Math.PI), random.between(0, 10)];
    const pixels = Array.from({ length: width * height }, (_, i) => ({
      x: (i % width) - width / 2,
      y: Math.floor(i / width) - height / 2,
    }));
    const isSeen = pixels.map(({ x, y }) => (x / width) ** 2 + (y / height) ** 2 < 0.24);
    const isVessel = pixels.map(
      ({ x, y }, i) => isSeen[i] && Math.sin(0.3 * (x * Math.cos(angle) + y * Math.sin(angle)) + phase) > 0.8,
    );
    const level = (i: number, channel: number) => {
      const { x, y } = pixels[i]!;
      return Math.round(150 - 40 * channel + 30 * Math.sin(x / 9 + channel) + 20 * Math.cos(y / 7 + phase));
    };
    return {
      diagnosis,
      photograph: {
        width,
        height,
        channels: 3,
        data: Uint8Array.from({ length: 3 * width * height }, (_, i) => level(Math.floor(i / 3), i % 3)),
      },
      vessels: { width, height, channels: 1, data: Uint8Array.from(isVessel, (is) => (is ? 255 : 0)) },
      fov: { width, height, data: Uint8Array.from(isSeen, Number) },
    };
  });
}
