import * as tf from '@tensorflow/tfjs-core';
import type { Attributes, Padding, Shape } from '../../graph/tensor.ts';
import { Value } from './value.ts';

interface Window {
  /** [N,C,H,W]. */
  readonly image: Shape;
  /** [K,C,R,S]. */
  readonly filter: Shape;
  /** [N,K,h,w]. */
  readonly result: Shape;
  readonly stride: number;
  readonly padding: Padding;
}

/**
 * The image that the windows are laid over: TensorFlow's 'same' where that is this padding, otherwise with the zeros
 * around it in memory. (It has explicit padding too, but no fast kernel for that and no gradients.)
 */
interface Frame {
  readonly pad: 'same' | 'valid';
  readonly zeros: [before: number, after: number][];
  readonly height: number;
  readonly width: number;
}

function frameOf({ image, filter, result, stride, padding }: Window): Frame {
  const [, , height, width] = image as [number, number, number, number];
  const { top, left, bottom, right } = padding;
  const lacking = (axis: number) => Math.max(0, (result[axis]! - 1) * stride + filter[axis]! - image[axis]!);
  const isSame = (axis: number, before: number) =>
    result[axis] === Math.ceil(image[axis]! / stride) && before === Math.floor(lacking(axis) / 2);
  if (isSame(2, top) && isSame(3, left)) {
    return {
      pad: 'same',
      zeros: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      height,
      width,
    };
  }
  return {
    pad: 'valid',
    zeros: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    height: top + height + bottom,
    width: left + width + right,
  };
}

const isNone = (zeros: Frame['zeros']) => zeros.flat().every((count) => count === 0);
const framed = (x: Value, { zeros }: Frame) =>
  (isNone(zeros) ? x.image : tf.pad(x.image, zeros)) as tf.Tensor4D;

function grouped(x: tf.Tensor4D, filter: tf.Tensor4D, groups: number, stride: number, pad: Frame['pad']) {
  const filters = tf.split<tf.Tensor4D>(filter, groups, 3);
  return tf.concat(
    tf.split<tf.Tensor4D>(x, groups, 3).map((part, group) => tf.conv2d(part, filters[group]!, stride, pad)),
    3,
  );
}

/** x [N,C,H,W], filter [K,C/groups,R,S] -> [N,K,h,w] */
export function convolve(
  [x, filter, bias]: readonly Value[],
  { stride, padding, groups }: Attributes['conv2d'],
  result: Shape,
): Value {
  const frame = frameOf({ image: x!.shape, filter: filter!.shape, result, stride, padding });
  const image = framed(x!, frame);
  const y =
    groups === 1
      ? tf.conv2d(image, filter!.filter, stride, frame.pad)
      : grouped(image, filter!.filter, groups, stride, frame.pad);
  return new Value(bias ? tf.add(y, bias.own) : y, result, 'nhwc');
}

/** dy [N,K,h,w], filter [K,C,R,S], optional bias [C] -> [N,C,H,W] */
export function inputGradient(
  [dy, filter, bias]: readonly Value[],
  { stride, padding }: Attributes['conv2dInputGradient'],
  result: Shape,
): Value {
  const [n, c, height, width] = result as [number, number, number, number];
  const frame = frameOf({ image: result, filter: filter!.shape, result: dy!.shape, stride, padding });
  const shape: [number, number, number, number] = [n, frame.height, frame.width, c];
  const whole = tf.conv2dTranspose(dy!.image, filter!.filter, shape, stride, frame.pad);
  const { zeros } = frame;
  const dx = isNone(zeros)
    ? whole
    : tf.slice(whole, [0, zeros[1]![0], zeros[2]![0], 0], [n, height, width, c]);
  return new Value(bias ? tf.add(dx, bias.own) : dx, result, 'nhwc');
}

/** x [N,C,H,W], dy [N,K,h,w] -> [K,C,R,S] */
export function filterGradient(
  [x, dy]: readonly Value[],
  { stride, padding }: Attributes['conv2dFilterGradient'],
  result: Shape,
): Value {
  const [k, c, rows, columns] = result as [number, number, number, number];
  const frame = frameOf({ image: x!.shape, filter: result, result: dy!.shape, stride, padding });
  const attributes: tf.Conv2DBackpropFilterAttrs = {
    strides: stride,
    pad: frame.pad,
    dataFormat: 'NHWC',
    filterShape: [rows, columns, c, k],
    // TensorFlow.js declares the attribute and takes it as optional.
    dimRoundingMode: undefined as unknown as 'floor',
  };
  const gradient: tf.Tensor = tf
    .engine()
    .runKernel(
      tf.Conv2DBackpropFilter,
      { x: framed(x!, frame), dy: dy!.image },
      attributes as unknown as tf.NamedAttrMap,
    );
  return new Value(tf.transpose(gradient, [3, 2, 0, 1]), result);
}
