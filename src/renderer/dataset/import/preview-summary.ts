import type { ImportPreview } from '../../../shared/api/images.ts';

export interface PreviewSummary {
  readonly images: number;
  /** "HRF" -> 30, most first. */
  readonly layouts: readonly (readonly [string, number])[];
  readonly annotated: number;
  readonly withFov: number;
  /** Masks that go to images of the project, and those whose photograph is nowhere. */
  readonly placedMasks: number;
  readonly strayMasks: number;
  readonly leftOut: number;
}

export function summarisePreview({ images, masks, leftOut }: ImportPreview): PreviewSummary {
  const layouts = [...Map.groupBy(images, ({ layout }) => layout)].map(
    ([layout, members]) => [layout, members.length] as const,
  );
  const placedMasks = masks.filter(({ image }) => image !== null).length;
  return {
    images: images.length,
    layouts: layouts.sort(([, a], [, b]) => b - a),
    annotated: images.filter(({ annotations }) => annotations.length > 0).length,
    withFov: images.filter(({ fov }) => fov !== null).length,
    placedMasks,
    strayMasks: masks.length - placedMasks,
    leftOut: leftOut.length,
  };
}

/**
 * The longest folder that all files are in, with its separator at the end; empty where there is none. Both
 * separators count: paths may be those of any system.
 */
export function commonFolder(files: readonly string[]): string {
  const [first = ''] = files;
  let end = first.length;
  for (const file of files) {
    let same = 0;
    while (same < end && file[same] === first[same]) same += 1;
    end = same;
  }
  const shared = first.slice(0, end);
  return shared.slice(0, Math.max(shared.lastIndexOf('/'), shared.lastIndexOf('\\')) + 1);
}
