import { deflateRawSync } from 'node:zlib';
import { addStroke } from '../../../src/main/dataset/review.ts';
import { setCursor } from '../../../src/main/store/drafts.ts';
import type { Project } from '../../../src/main/store/project.ts';
import type { PatchRectangle } from '../../../src/shared/api/review.ts';
import { flipBits, packBits } from '../../../src/shared/mask-bits.ts';

export const width = 320;
export const height = 200;

/** Noise that follows from the seed. */
export const noise = (seed: number, length = width * height) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + 7919 * seed, 2654435761) >>> 13) & 1);

interface Stroke {
  readonly rectangle: PatchRectangle;
  readonly bits: Uint8Array;
}

/** What step `k` of a session draws; every fifth step undoes instead. */
export function strokeOf(k: number): Stroke | null {
  if (k % 5 === 4) return null;
  const rectangle = {
    left: (k * 37) % 200,
    top: (k * 23) % 120,
    width: 20 + (k % 100),
    height: 10 + (k % 70),
  };
  return { rectangle, bits: packBits(noise(k, rectangle.width * rectangle.height)) };
}

/** The strokes that count after `steps` steps: their numbers in order. */
export function strokesAfter(steps: number): number[] {
  const applied: number[] = [];
  for (let k = 0; k < steps; k++) {
    if (strokeOf(k)) applied.push(k);
    else applied.pop();
  }
  return applied;
}

/** A mask after `steps` steps. */
export function drawn(base: Uint8Array, steps: number): Uint8Array {
  const data = base.slice();
  for (const k of strokesAfter(steps)) {
    const stroke = strokeOf(k);
    if (stroke) flipBits(data, width, stroke.rectangle, stroke.bits);
  }
  return data;
}

/** Does step `k` on the draft of an image. */
export async function doStep(
  project: Project,
  imageId: number,
  baseMaskId: number,
  k: number,
): Promise<void> {
  const position = strokesAfter(k).length;
  const stroke = strokeOf(k);
  if (!stroke) return setCursor(project, imageId, position - 1);
  const patch = { baseMaskId, position, ...stroke.rectangle, label: `step ${k}` };
  return addStroke(project, imageId, patch, deflateRawSync(stroke.bits));
}
