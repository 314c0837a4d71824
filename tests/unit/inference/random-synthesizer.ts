import { input } from '../../../src/main/graph/operators.ts';
import { writeSynthesizer } from '../../../src/main/networks/files.ts';
import { generator } from '../../../src/main/networks/generator.ts';
import { collectParameters, initialValues, namedValues } from '../../../src/main/training/parameters.ts';
import { createRandom } from '../../../src/shared/random.ts';

const options = { width: 4, levels: 5 };

/** A small generator of random weights, as an ONNX file. */
export function randomSynthesizer(seed: number): Uint8Array {
  const plane = [1, 1, 64, 64];
  const { weights, statistics } = collectParameters('generator', (scope) =>
    generator(
      scope,
      {
        mask: input('mask', plane),
        fov: input('fov', plane),
        noise: input('noise', plane),
        diagnosis: input('diagnosis', [1, 3, 1, 1]),
        style: input('style', [1, 8, 1, 1]),
      },
      options,
    ),
  );
  const random = createRandom(seed);
  const values = new Map(
    [weights, statistics].flatMap((it) => [...namedValues(it, initialValues(it, random))]),
  );
  // The last layer starts almost silent.
  const output = values.get('output.weight')!;
  output.forEach((value, i) => {
    output[i] = 10 * value;
  });
  return writeSynthesizer(options, values);
}
