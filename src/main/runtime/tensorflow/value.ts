import * as tf from '@tensorflow/tfjs-core';
import { elementCount, type Shape } from '../../graph/tensor.ts';

/** How images lie in memory: the graph's NCHW, or NHWC, in which TensorFlow convolves. */
export type MemoryFormat = 'nchw' | 'nhwc';

/** From a list with one entry for each of N, C, H and W to the format's order. */
export const arranged = <T>(list: readonly T[], format: MemoryFormat): T[] =>
  format === 'nchw' ? [...list] : [list[0]!, list[2]!, list[3]!, list[1]!];

/** Where each axis N, C, H and W is. */
const axisAt = { nchw: [0, 1, 2, 3], nhwc: [0, 3, 1, 2] } as const;

export const placed = (axes: Shape, format: MemoryFormat): number[] =>
  axes.map((axis) => axisAt[format][axis]!);

const toOther = { nchw: [0, 2, 3, 1], nhwc: [0, 3, 1, 2] };
const toFilter = { nchw: [2, 3, 1, 0], nhwc: [1, 2, 3, 0] };

/**
 * A tensor of the graph with its memory: in the format in which it was computed, and in others as soon as something
 * needs them. What is no image has the format 'nchw' alone.
 */
export class Value {
  /** The graph's: NCHW for an image. */
  readonly shape: Shape;
  readonly format: MemoryFormat;
  #own: tf.Tensor | undefined;
  #other: tf.Tensor | undefined;
  #filter: tf.Tensor | undefined;

  /** @param own the values, of `shape` in the order of the format */
  constructor(own: tf.Tensor, shape: Shape, format: MemoryFormat = 'nchw') {
    this.#own = own;
    this.shape = shape;
    this.format = format;
  }

  /** In the format that this was computed in. Valid as long as this is. */
  get own(): tf.Tensor {
    if (!this.#own) throw new Error('this value has been freed, or kept as a filter');
    return this.#own;
  }

  get isImage(): boolean {
    return this.shape.length === 4;
  }

  /** Valid as long as this is. */
  in(format: MemoryFormat): tf.Tensor {
    if (!this.isImage || format === this.format) return this.own;
    this.#other ??= tf.keep(this.#convert(format));
    return this.#other;
  }

  /** An image in NHWC. Valid as long as this is. */
  get image(): tf.Tensor4D {
    return this.in('nhwc') as tf.Tensor4D;
  }

  /** A filter [K,C,R,S] as TensorFlow has it: [R,S,C,K]. Valid as long as this is. */
  get filter(): tf.Tensor4D {
    this.#filter ??= tf.keep(tf.transpose(this.own, toFilter[this.format]));
    return this.#filter as tf.Tensor4D;
  }

  /** With the axes in front that broadcasting to an image of this format takes as given. */
  forBroadcast(format: MemoryFormat): tf.Tensor {
    if (this.isImage || format === 'nchw' || elementCount(this.shape) === 1) return this.in(format);
    const shape = [...Array.from({ length: 4 - this.shape.length }, () => 1), ...this.shape];
    return tf.transpose(tf.reshape(this.own, shape), toOther.nchw);
  }

  /** Frees what other formats take. */
  disposeConversions(): void {
    this.#other?.dispose();
    this.#filter?.dispose();
    this.#other = undefined;
    this.#filter = undefined;
  }

  /** Keeps what `filter` gives and frees the rest. */
  keepAsFilter(): void {
    this.#filter = this.filter;
    this.#own?.dispose();
    this.#own = undefined;
  }

  dispose(): void {
    this.disposeConversions();
    this.#own?.dispose();
    this.#own = undefined;
  }

  #convert(format: MemoryFormat): tf.Tensor {
    const [, c, h, w] = this.shape as [number, number, number, number];
    const isSameOrder = c === 1 || h * w === 1;
    return isSameOrder
      ? tf.reshape(this.own, arranged(this.shape, format))
      : tf.transpose(this.own, toOther[this.format]);
  }
}
