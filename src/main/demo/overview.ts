import type { Sha256 } from '../../shared/domain.ts';
import { readMask } from '../dataset/stored-images.ts';
import { decodeImage } from '../imaging/decode.ts';
import { encodePng } from '../imaging/encode.ts';
import type { Mask } from '../imaging/raster.ts';
import { type ImageRow, listImages } from '../store/images.ts';
import { latestMask, listMasks } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { listSyntheticImages } from '../store/synthetic.ts';
import { drawContactSheet, type SheetRow, syntheticPerRow } from './contact-sheet.ts';

/** The contact sheet of a project's photographs as a PNG file; it says of itself that it holds synthetic images. */
export async function overviewPng(project: Project): Promise<Uint8Array> {
  const rows: SheetRow[] = [];
  for (const image of await listImages(project)) rows.push(await sheetRow(project, image));
  return encodePng(await drawContactSheet(rows), {
    Description: 'Photographs, vessel masks, and SYNTHETIC images made from the masks (Fundus Studio)',
  });
}

async function sheetRow(project: Project, image: ImageRow): Promise<SheetRow> {
  const masks = new Set((await listMasks(project, { imageId: image.id })).map(({ id }) => id));
  const synthetic = (await listSyntheticImages(project)).filter(({ maskId }) => masks.has(maskId));
  const pictures = synthetic.slice(0, syntheticPerRow).map(({ sha256 }) => project.files.path(sha256, 'png'));
  return {
    photograph: await decodeImage(project.files.path(image.sha256, image.extension)),
    annotated: await readIfAny(project, (await latestMask(project, image.id, ['annotated']))?.sha256),
    predicted: await readIfAny(project, (await latestMask(project, image.id, ['predicted']))?.sha256),
    synthetic: await Promise.all(pictures.map((file) => decodeImage(file))),
  };
}

async function readIfAny(project: Project, sha256: Sha256 | undefined): Promise<Mask | null> {
  return sha256 === undefined ? null : readMask(project, sha256);
}
