import * as tf from '@tensorflow/tfjs-core';

/**
 * The pixels at the places of a grid; 0 beyond the image.
 * @param x [N,H,W,C]
 * @param grid [N,h,w,2]: column and row, -1 and 1 at the centres of the outer pixels
 * @returns [N,h,w,C]
 */
export function sampleGrid(x: tf.Tensor4D, grid: tf.Tensor4D, mode: 'bilinear' | 'nearest'): tf.Tensor {
  const [n, height, width] = x.shape;
  const [, h, w] = grid.shape;
  const places = (axis: number, length: number) =>
    tf.mul(tf.add(tf.slice(grid, [0, 0, 0, axis], [n, h, w, 1]), 1), (length - 1) / 2);
  const [column, row] = [places(0, width), places(1, height)];
  const image = tf.broadcastTo(tf.reshape(tf.range(0, n, 1, 'float32'), [n, 1, 1, 1]), [n, h, w, 1]);
  const at = (i: tf.Tensor, j: tf.Tensor) => {
    const isInside = tf.logicalAnd(isWithin(i, height), isWithin(j, width));
    const indices = [image, tf.clipByValue(i, 0, height - 1), tf.clipByValue(j, 0, width - 1)];
    const found = tf.gatherND(x, tf.cast(tf.concat(indices, 3), 'int32'));
    return tf.mul(found, tf.cast(isInside, 'float32'));
  };
  if (mode === 'nearest') return at(tf.round(row), tf.round(column));
  const [top, left] = [tf.floor(row), tf.floor(column)];
  const [below, right] = [tf.sub(row, top), tf.sub(column, left)];
  const line = (i: tf.Tensor) => mix(at(i, left), at(i, tf.add(left, 1)), right);
  return mix(line(top), line(tf.add(top, 1)), below);
}

const isWithin = (index: tf.Tensor, length: number) =>
  tf.logicalAnd(tf.greaterEqual(index, 0), tf.lessEqual(index, length - 1));

const mix = (a: tf.Tensor, b: tf.Tensor, share: tf.Tensor) => tf.add(a, tf.mul(tf.sub(b, a), share));
