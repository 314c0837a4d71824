/**
 * How operators are written for a library of kernels, such as cuDNN by way of PyTorch: those that it has under a name
 * of its own as one node of the domain `fundus`, the others as for ONNX Runtime.
 *
 * - ConvInputGradient(dy, filter, bias optional), ConvFilterGradient(x, dy): attributes as of Conv; `height` and `width`
 *   of the input
 * - Affine(x, scale, shift): x * scale + shift
 * - SpatialDot(a, b): [N,C,1,1]
 * - Step(x): `above` where x > 0, else `below`
 */
import type { Padding } from '../tensor.ts';
import { type WriteRules, writeRules } from './write-rules.ts';

export const libraryDomain = 'fundus';

const named = (operator: string) => `${libraryDomain}.${operator}`;

const window = (stride: number, { top, left, bottom, right }: Padding) => ({
  strides: [stride, stride],
  pads: [top, left, bottom, right],
});

export const libraryRules: WriteRules = {
  ...writeRules,
  conv2dInputGradient: ({ attributes: { stride, padding, height, width } }, inputs, emitter) =>
    emitter.node(named('ConvInputGradient'), inputs, { ...window(stride, padding), height, width }),
  conv2dFilterGradient: ({ attributes: { stride, padding, kernel } }, inputs, emitter) =>
    emitter.node(named('ConvFilterGradient'), inputs, { ...window(stride, padding), kernel_shape: kernel }),
  affine: (_, inputs, emitter) => emitter.node(named('Affine'), inputs),
  spatialDot: (_, inputs, emitter) => emitter.node(named('SpatialDot'), inputs),
  step: ({ attributes: { below, above } }, inputs, emitter) =>
    emitter.node(named('Step'), inputs, { below, above }),
};
