import { describe, expect, it } from 'vitest';
import { input } from '../../../../src/main/graph/operators.ts';
import { inferenceScope } from '../../../../src/main/networks/layers.ts';
import { cropsAt, discriminateAll } from '../../../../src/main/training/synthesizer/discriminators.ts';
import type { SynthesizerTensors } from '../../../../src/main/training/synthesizer/inputs.ts';
import { reductionsOf } from '../../../../src/shared/synthesizer-canvas.ts';

function discriminated(width: number, height: number) {
  const plane = (channels: number) => input('plane', [1, channels, height, width]);
  const code = (channels: number) => input('code', [1, channels, 1, 1]);
  const tensors: SynthesizerTensors = {
    ...{ image: plane(3), mask: plane(1), fov: plane(1), noise: plane(1) },
    ...{ diagnosis: code(3), otherDiagnosis: code(3), randomDiagnosis: code(3) },
    ...{ epsilon: code(8), randomStyle: code(8), colourChange: code(3) },
    ...{ crops: input('crops', [2, 2]), gradientPenalty: input('penalty', [1]) },
  };
  const crops = cropsAt(tensors.crops, 256, height, width);
  const { onFake, coarseView } = discriminateAll(
    inferenceScope,
    4,
    tensors,
    { image: plane(3), diagnosis: code(3) },
    crops,
  );
  const firstLayer = (scale: 'fine' | 'middle') => onFake[scale].features[0]!.shape.slice(2);
  return { coarse: coarseView.shape.slice(2), middle: firstLayer('middle'), fine: firstLayer('fine') };
}

describe('the discriminators', () => {
  it.each([
    [512, 384],
    [1024, 768],
  ])('see as much of a picture of %i x %i pixels as of any other, and its texture as it is', (w, h) => {
    // The first layer halves.
    expect(discriminated(w, h)).toEqual({ coarse: [96, 128], middle: [96, 128], fine: [128, 128] });
  });

  it.each([
    [64, 2],
    [256, 2],
    [512, 2],
    [767, 2],
    [768, 4],
    [1024, 4],
    [1279, 4],
    [1280, 6],
    [2048, 8],
  ])('see a picture %i pixels wide reduced by %i, and by twice that', (width, middle) => {
    expect(reductionsOf(width)).toEqual({ middle, coarse: 2 * middle });
  });
});
