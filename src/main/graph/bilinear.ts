import { add, constant, conv2d, pad, reshape, slice } from './operators.ts';
import type { Shape, Tensor } from './tensor.ts';

/**
 * The gradient of bilinear enlargement: each pixel sums those that it was blended into, by the same weights. Beyond
 * the edges the outermost pixels were repeated: what falls there is theirs.
 * @param dy [N,C,fH,fW]
 * @returns [N,C,H,W]
 */
export function bilinearGradient(dy: Tensor, factor: number): Tensor {
  const [n, c, height, width] = dy.shape as [number, number, number, number];
  const weights = blendingWeights(factor);
  const taps = weights.length;
  const filter = constant(
    weights.flatMap((row) => weights.map((column) => row * column)),
    [1, 1, taps, taps],
  );
  // One pixel more on every side, centred where it would be.
  const before = factor + (factor >> 1);
  const after = factor + taps - before;
  const sums = conv2d(reshape(dy, [n * c, 1, height, width]), filter, {
    stride: factor,
    padding: { top: before, left: before, bottom: after, right: after },
  });
  return reshape(foldEdges(foldEdges(sums, 2), 3), [n, c, height / factor, width / factor]);
}

/** How much of a pixel each of the pixels around its centre gets, along one axis. */
function blendingWeights(factor: number): number[] {
  const taps = 2 * factor - (factor % 2);
  return Array.from({ length: taps }, (_, tap) => 1 - Math.abs((tap - (taps - 1) / 2) / factor));
}

/** Adds the first and the last along an axis to those beside them. */
function foldEdges(x: Tensor, axis: number): Tensor {
  const last = x.shape[axis]! - 1;
  const inner = cut(x, axis, 1, last);
  const beside = (start: number, at: number) => {
    const none = x.shape.map(() => 0);
    return pad(cut(x, axis, start, start + 1), none.with(axis, at), none.with(axis, last - 2 - at));
  };
  return add(add(inner, beside(0, 0)), beside(last, last - 2));
}

function cut(x: Tensor, axis: number, start: number, end: number): Tensor {
  const starts: Shape = x.shape.map((_, i) => (i === axis ? start : 0));
  return slice(x, starts, x.shape.with(axis, end));
}
