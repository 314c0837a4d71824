import {
  type Appearance,
  appearanceDistance,
  appearanceOf,
  decodeReducedFov,
} from '../imaging/appearance.ts';
import { fitToCanvas, placeMask } from '../imaging/canvas.ts';
import { decodeImage } from '../imaging/decode.ts';
import { encodeThumbnail, thumbnailExtension } from '../imaging/encode.ts';
import type { Raster } from '../imaging/raster.ts';
import { getMask } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import type { SyntheticImageRow } from '../store/synthetic.ts';
import { inOrder } from './in-order.ts';

export interface Nearest {
  readonly imageId: number;
  /** Root mean square difference of the pixels, levels 0..255. */
  readonly distance: number;
}

/**
 * The photograph that looks most like a synthetic image; undefined in a project without photographs. The first
 * search looks at every photograph, some 15 ms each, later ones only at those that are new.
 */
export async function findNearestPhotograph(
  project: Project,
  synthetic: SyntheticImageRow,
): Promise<Nearest | undefined> {
  const appearance = await syntheticAppearance(project, synthetic);
  let nearest: Nearest | undefined;
  for (const [imageId, photograph] of await photographs(project)) {
    const distance = appearanceDistance(appearance, photograph);
    if (!nearest || distance < nearest.distance) nearest = { imageId, distance };
  }
  return nearest;
}

/** The field of view of a synthetic image is that of its photograph, fitted to the canvas. */
async function syntheticAppearance(
  project: Project,
  { sha256, maskId }: SyntheticImageRow,
): Promise<Appearance> {
  const raster = await decodeImage(await project.files.read(sha256, 'png'));
  const { imageId } = await getMask(project, maskId);
  const source = await selectPhotographs(project).where('images.id', '=', imageId).executeTakeFirstOrThrow();
  const { fov } = await readReduced(project, source);
  const { width, height } = raster;
  return appearanceOf(raster, placeMask(fov, fitToCanvas(fov, { width, height })));
}

/** By what they are made from: a field of view may be replaced. */
const cache = new WeakMap<Project, Map<string, Appearance>>();

async function photographs(project: Project): Promise<Map<number, Appearance>> {
  const known = cache.get(project) ?? new Map<string, Appearance>();
  cache.set(project, known);
  const rows = await selectPhotographs(project).orderBy('images.id').execute();
  const missing = rows.filter((row) => !known.has(keyOf(row)));
  for await (const { item, result } of inOrder(missing, 4, (row) => readReduced(project, row))) {
    if (result.status === 'rejected') throw result.reason;
    known.set(keyOf(item), await appearanceOf(result.value.raster, result.value.fov));
  }
  return new Map(rows.map((row) => [row.id, known.get(keyOf(row))!]));
}

type Photograph = Awaited<ReturnType<ReturnType<typeof selectPhotographs>['execute']>>[number];

function selectPhotographs(project: Project) {
  return project.db
    .selectFrom('images')
    .innerJoin('fovs', 'fovs.imageId', 'images.id')
    .select(['images.id', 'images.sha256', 'extension', 'thumbnailSha256', 'fovs.sha256 as fovSha256']);
}

const keyOf = ({ sha256, fovSha256 }: Photograph) => `${sha256}/${fovSha256}`;

/** A photograph and its field of view at the size of the thumbnail. */
async function readReduced(project: Project, row: Photograph) {
  const raster = await decodeImage(await readThumbnail(project, row));
  const { width, height } = raster;
  const fov = await decodeReducedFov(await project.files.read(row.fovSha256, 'png'), width, height);
  return { raster, fov };
}

async function readThumbnail(project: Project, row: Photograph): Promise<Uint8Array> {
  if (row.thumbnailSha256) return project.files.read(row.thumbnailSha256, thumbnailExtension);
  const raster: Raster = await decodeImage(await project.files.read(row.sha256, row.extension));
  return encodeThumbnail(raster);
}
