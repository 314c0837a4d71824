import { readdirSync } from 'node:fs';
import { encodePng } from '../../../src/main/imaging/encode.ts';
import { addImage, type ImageRow, type NewImage } from '../../../src/main/store/images.ts';
import { addMask, type MaskRow } from '../../../src/main/store/masks.ts';
import { type ModelRow, registerModel } from '../../../src/main/store/models.ts';
import type { Project } from '../../../src/main/store/project.ts';
import { addSyntheticImage, type SyntheticImageRow } from '../../../src/main/store/synthetic.ts';
import type { Diagnosis } from '../../../src/shared/domain.ts';
import type { JobContext, Progress } from '../../../src/shared/progress.ts';
import { fakeSha256, newImage } from '../store/support.ts';

export const width = 24;
export const height = 16;

/** A context that is never cancelled and reports nowhere. */
export const quiet: JobContext = { report: () => {}, signal: new AbortController().signal };

/** A context whose signal is aborted by the first report that `when` picks. */
export function cancelledWhen(when: (progress: Progress) => boolean): JobContext {
  const controller = new AbortController();
  const report = (progress: Progress) => {
    if (when(progress)) controller.abort();
  };
  return { report, signal: controller.signal };
}

/** A photograph with an annotated mask. */
export async function addSource(
  project: Project,
  name: string,
  changes: Partial<NewImage> = {},
): Promise<{ image: ImageRow; mask: MaskRow }> {
  const image = await addImage(project, newImage(name, changes), {
    fov: { sha256: fakeSha256(`fov of ${name}`), origin: 'given' },
  });
  const mask = await addMask(project, { imageId: image.id, origin: 'annotated', sha256: fakeSha256(name) });
  return { image, mask };
}

export async function addSynthesizer(
  project: Project,
  name = 'gan',
  card: unknown = { data: 'HRF 01-05' },
): Promise<ModelRow> {
  return registerModel(project, { name, kind: 'synthesizer', sha256: fakeSha256(name), card });
}

/** A synthetic image with real files, whose pixels follow from its seed. */
export async function addSynthetic(
  project: Project,
  lineage: { mask: MaskRow; model: ModelRow; seed: number; diagnosis?: Diagnosis },
  text: Record<string, string> = {},
): Promise<SyntheticImageRow> {
  const { mask, model, seed, diagnosis = 'h' } = lineage;
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 7 + seed * 31) % 256);
  const label = Uint8Array.from({ length: width * height }, (_, index) => ((index + seed) % 5 === 0 ? 1 : 0));
  const png = await encodePng({ width, height, channels: 3, data }, text);
  return addSyntheticImage(project, {
    name: `made-${seed}`,
    sha256: await project.files.put(png, 'png'),
    maskId: mask.id,
    maskSha256: await project.files.put(await encodePng({ width, height, data: label }), 'png'),
    modelId: model.id,
    modelSha256: model.sha256,
    seed,
    diagnosis,
    style: [0.5, -1.25],
    width,
    height,
  });
}

/** Adds `patients` photographs of the three classes in turn, each with `images` synthetic images. */
export async function fillProject(project: Project, patients: number, images: number): Promise<void> {
  const model = await addSynthesizer(project);
  for (let patient = 0; patient < patients; patient++) {
    const diagnosis = (['h', 'dr', 'g'] as const)[patient % 3] ?? 'h';
    const { mask } = await addSource(project, `${String(patient + 1).padStart(2, '0')}_${diagnosis}`, {
      diagnosis,
    });
    for (let index = 0; index < images; index++) {
      await addSynthetic(project, { mask, model, seed: patient * images + index, diagnosis });
    }
  }
}

/** Every file below a folder, with "/", in order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
    .sort();
}
