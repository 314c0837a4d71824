import type { Diagnosis, ModelKind, Split } from '../../shared/domain.ts';
import { listImages } from './images.ts';
import { listJobs } from './jobs.ts';
import { listMasks } from './masks.ts';
import { listModels } from './models.ts';
import type { Project } from './project.ts';
import { listSyntheticImages } from './synthetic.ts';

export interface ProjectSummary {
  readonly project: string;
  readonly name: string;
  readonly createdAt: string;
  /** By name. */
  readonly images: readonly ImageSummary[];
  readonly models: readonly {
    readonly kind: ModelKind;
    readonly name: string;
    readonly isCurrent: boolean;
  }[];
  readonly syntheticImages: { readonly count: number; readonly byClass: Record<Diagnosis, number> };
  /** The newest job. */
  readonly lastJob: { readonly kind: string; readonly status: string; readonly createdAt: string } | null;
}

export interface ImageSummary {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly diagnosis: Diagnosis | null;
  readonly split: Split | null;
  /** Versions of its vessel mask, by origin. */
  readonly masks: { readonly annotated: number; readonly predicted: number; readonly edited: number };
}

/** What a project holds. */
export async function summarizeProject(project: Project): Promise<ProjectSummary> {
  const { name, createdAt } = await project.db.selectFrom('project').selectAll().executeTakeFirstOrThrow();
  const synthetic = await listSyntheticImages(project);
  const lastJob = (await listJobs(project)).at(-1);
  const ofClass = (diagnosis: Diagnosis) => synthetic.filter((image) => image.diagnosis === diagnosis).length;
  return {
    project: project.dir,
    name,
    createdAt,
    images: await summarizeImages(project),
    models: (await listModels(project)).map(({ kind, name, isCurrent }) => ({ kind, name, isCurrent })),
    syntheticImages: {
      count: synthetic.length,
      byClass: { h: ofClass('h'), dr: ofClass('dr'), g: ofClass('g') },
    },
    lastJob: lastJob ? { kind: lastJob.kind, status: lastJob.status, createdAt: lastJob.createdAt } : null,
  };
}

async function summarizeImages(project: Project): Promise<ImageSummary[]> {
  const masks = Map.groupBy(await listMasks(project), (mask) => mask.imageId);
  return (await listImages(project)).map(({ id, name, width, height, diagnosis, split }) => {
    const own = masks.get(id) ?? [];
    const ofOrigin = (origin: string) => own.filter((mask) => mask.origin === origin).length;
    const counts = {
      annotated: ofOrigin('annotated'),
      predicted: ofOrigin('predicted'),
      edited: ofOrigin('edited'),
    };
    return { name, width, height, diagnosis, split, masks: counts };
  });
}
