import type { TrainingImage } from '../training/augmentation.ts';

const maxSide = 512;

/** The middle 512 x 512 pixels of an image, or all that it has. */
export function centralWindow(source: TrainingImage): TrainingImage {
  const width = Math.min(maxSide, source.width);
  const height = Math.min(maxSide, source.height);
  const left = (source.width - width) >> 1;
  const top = (source.height - height) >> 1;
  const cut = (plane: number) => (index: number) => {
    const [y, x] = [Math.floor(index / width), index % width];
    return (plane * source.height + top + y) * source.width + left + x;
  };
  const pixels = width * height;
  const at = cut(0);
  return {
    width,
    height,
    image: Float32Array.from(
      { length: 3 * pixels },
      (_, i) => source.image[cut(Math.floor(i / pixels))(i % pixels)]!,
    ),
    vessel: Uint8Array.from({ length: pixels }, (_, i) => source.vessel[at(i)]!),
    fov: Uint8Array.from({ length: pixels }, (_, i) => source.fov[at(i)]!),
  };
}
