import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotationOf, readMask, readPhotograph } from '../../src/main/dataset/stored-images.ts';
import { type Canvas, fitToCanvas, placeMask, placeRaster } from '../../src/main/imaging/canvas.ts';
import { decodeImage } from '../../src/main/imaging/decode.ts';
import { encodePng } from '../../src/main/imaging/encode.ts';
import type { Mask, Raster } from '../../src/main/imaging/raster.ts';
import { synthesizeImages } from '../../src/main/jobs/synthesize/synthesize.ts';
import { getFov, getImage, type ImageRow } from '../../src/main/store/images.ts';
import { getMask } from '../../src/main/store/masks.ts';
import type { Project } from '../../src/main/store/project.ts';
import { listSyntheticImages } from '../../src/main/store/synthetic.ts';
import { quiet } from '../figure.ts';

/** A photograph or a synthetic image on the synthesizer's canvas, with its vessels. */
export interface Picture {
  readonly name: string;
  /** The photograph whose vessels it shows. */
  readonly source: string;
  readonly raster: Raster;
  readonly vessels: Mask;
  readonly fov: Mask;
}

/** Annotated photographs as a synthesizer of this canvas would make them. */
export async function realPictures(
  project: Project,
  images: readonly ImageRow[],
  canvas: Canvas,
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const image of images) {
    const annotation = await annotationOf(project, image.id);
    if (!annotation) throw new Error(`${image.name} has no annotation`);
    const { raster, fov } = await readPhotograph(project, image);
    const placement = fitToCanvas(fov, canvas);
    pictures.push({
      name: image.name,
      source: image.name,
      raster: await placeRaster(raster, placement),
      vessels: placeMask(await readMask(project, annotation.sha256), placement),
      fov: placeMask(fov, placement),
    });
  }
  return pictures;
}

/** Synthetic images of the annotations of these photographs, each in `styles` styles, by that synthesizer. */
export async function syntheticPictures(
  project: Project,
  images: readonly ImageRow[],
  { model, styles, threads }: { readonly model: string; readonly styles: number; readonly threads: number },
): Promise<Picture[]> {
  const names = images.map(({ name }) => name);
  const count = styles * names.length;
  const options = { count, seed: 1, images: names, masks: 'annotated', model, threads } as const;
  await synthesizeImages(project, options, quiet);
  const pictures: Picture[] = [];
  for (const row of await listSyntheticImages(project)) {
    const { imageId } = await getMask(project, row.maskId);
    const source = (await getImage(project, imageId)).name;
    if (!names.includes(source)) continue;
    const fov = await readMask(project, (await getFov(project, imageId)).sha256);
    pictures.push({
      name: row.name,
      source,
      raster: await decodeImage(await project.files.read(row.sha256, 'png')),
      vessels: await readMask(project, row.maskSha256),
      fov: placeMask(fov, fitToCanvas(fov, row)),
    });
  }
  return pictures;
}

/** Writes pictures as a data set that can be imported; the caller removes the folder. */
export async function writeDataset(pictures: readonly Picture[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-bench-'));
  for (const name of ['images', 'masks', 'fov']) await mkdir(join(folder, name));
  for (const { name, raster, vessels, fov } of pictures) {
    await writeFile(join(folder, 'images', `${name}.png`), await encodePng(raster));
    await writeFile(join(folder, 'masks', `${name}.png`), await encodePng(vessels));
    await writeFile(join(folder, 'fov', `${name}.png`), await encodePng(fov));
  }
  return folder;
}
