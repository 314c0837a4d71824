import { add, constant, multiply, reshape, slice } from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Where an affine map takes the pixels of a picture, for `gridSample`.
 * @param map [N,2,3]: pixel (column, row) lies at x = m00 column + m01 row + m02, y = m10 column + m11 row + m12 of
 *   the source, in its pixels
 * @param size of the picture
 * @param source its size
 * @returns [N,height,width,2]
 */
export function affineGrid(map: Tensor, size: Size, source: Size): Tensor {
  const [n] = map.shape as [number];
  const { width, height } = size;
  const count = (length: number) => [...Array(length).keys()];
  const columns = constant(count(width), [1, 1, width, 1]);
  const rows = constant(count(height), [1, height, 1, 1]);
  // -1 and 1 are the centres of the outer pixels.
  const spans = constant([2 / (source.width - 1), 2 / (source.height - 1)], [1, 2, 1]);
  const scaled = multiply(map, spans);
  const coefficient = (index: number) =>
    reshape(slice(scaled, [0, 0, index], [n, 2, index + 1]), [n, 1, 1, 2]);
  const start = add(coefficient(2), -1);
  return add(add(multiply(columns, coefficient(0)), start), multiply(rows, coefficient(1)));
}
