import { assignSplits, groupByPatient } from '../../../shared/assign-splits.ts';
import type { Split } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { ExportSelection } from '../../../shared/jobs/requests.ts';
import { type ImageRow, listImages } from '../../store/images.ts';
import { listMasks, type MaskRow } from '../../store/masks.ts';
import { listModels, type ModelRow } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';
import { listSyntheticImages, listTags, type SyntheticImageRow } from '../../store/synthetic.ts';
import { personOf } from '../layouts/layouts.ts';

/** A synthetic image as it will stand in the exported folder. */
export interface ExportItem {
  readonly image: SyntheticImageRow;
  /** The mask that it descends from, and the photograph of that mask. */
  readonly mask: MaskRow;
  readonly source: ImageRow;
  /** The photograph's person: photographs of both eyes share it. */
  readonly patientId: number;
  readonly synthesizer: ModelRow;
  /** The network that extracted the mask, or the mask that was edited into it. */
  readonly segmenter: ModelRow | null;
  readonly split: Split | null;
  /** Paths in the exported folder, with "/". */
  readonly imagePath: string;
  readonly maskPath: string;
}

export interface ExportPlan {
  /** By age. */
  readonly items: readonly ExportItem[];
  /** Images of the project, and those of them that were discarded. */
  readonly all: number;
  readonly discarded: number;
}

/** Which images are exported; by default all but the discarded ones. */
export type ExportChoice = Partial<Pick<ExportSelection, 'which' | 'tags' | 'split'>>;

/** What an export will hold. The files are named by number: a photograph's name may say whose it is. */
export async function planExport(project: Project, choice: ExportChoice): Promise<ExportPlan> {
  const all = await listSyntheticImages(project);
  const synthetic = await chosen(project, all, choice);
  const images = byId(await listImages(project));
  const masks = byId(await listMasks(project));
  const models = byId(await listModels(project));
  const patients = groupByPatient([...images.values()], personOf);
  const items = synthetic.map((image): ExportItem => {
    const mask = rowOf(masks, image.maskId);
    const source = rowOf(images, mask.imageId);
    const segmenterId = segmenterOf(mask, masks);
    return {
      image,
      mask,
      source,
      patientId: patients.get(source.id) ?? source.id,
      synthesizer: rowOf(models, image.modelId),
      segmenter: segmenterId === null ? null : rowOf(models, segmenterId),
      split: null,
      ...paths(image.id),
    };
  });
  return {
    items: choice.split ? withSplits(items) : items,
    all: all.length,
    discarded: all.filter(({ isKept }) => isKept === false).length,
  };
}

async function chosen(
  project: Project,
  images: readonly SyntheticImageRow[],
  { which, tags: wanted }: ExportChoice,
): Promise<SyntheticImageRow[]> {
  const tags = await listTags(project);
  const isTagged = ({ id }: SyntheticImageRow) => tags.get(id)?.some((tag) => wanted?.includes(tag)) ?? false;
  return images.filter(
    (image) =>
      (which === 'kept' ? image.isKept === true : image.isKept !== false) &&
      (wanted === undefined || wanted.length === 0 || isTagged(image)),
  );
}

/** @throws FundusError 'no-data' unless there is something to export */
export function requireItems(project: Project, { items, all }: ExportPlan): void {
  if (items.length > 0) return;
  if (all === 0) {
    throw new FundusError('no-data', 'The project has no synthetic images to export', {
      file: project.dir,
      hint: 'synthesise some first',
    });
  }
  throw new FundusError('no-data', `None of the ${all} synthetic images is among those chosen`, {
    file: project.dir,
    hint: 'choose other tags, or mark images as kept; discarded ones are not exported',
  });
}

function withSplits(items: readonly ExportItem[]): ExportItem[] {
  const assigned = assignSplits(
    items.map((item) => ({
      group: item.patientId,
      stratum: item.image.diagnosis,
      key: item.source.sha256,
    })),
  );
  return items.map((item) => {
    const split = assigned.get(item.patientId) ?? 'train';
    return { ...item, split, ...paths(item.image.id, split) };
  });
}

function paths(id: number, split?: Split): { imagePath: string; maskPath: string } {
  const folder = split === undefined ? '' : `${split}/`;
  const name = `synthetic_${String(id).padStart(6, '0')}.png`;
  return { imagePath: `${folder}images/${name}`, maskPath: `${folder}masks/${name}` };
}

function segmenterOf(mask: MaskRow, masks: ReadonlyMap<number, MaskRow>): number | null {
  let ancestor = mask;
  while (ancestor.modelId === null && ancestor.parentId !== null) ancestor = rowOf(masks, ancestor.parentId);
  return ancestor.modelId;
}

function byId<T extends { id: number }>(rows: readonly T[]): Map<number, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** The database's foreign keys promise that the row is there. */
function rowOf<T>(rows: ReadonlyMap<number, T>, id: number): T {
  const row = rows.get(id);
  if (row === undefined)
    throw new FundusError('internal', `Row ${id} disappeared while the export was planned`);
  return row;
}
