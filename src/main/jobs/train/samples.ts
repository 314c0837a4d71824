import { encodePng } from '../../imaging/encode.ts';
import type { Project } from '../../store/project.ts';
import { setRunSamples } from '../../store/runs.ts';
import type { TrainingSample } from '../../training/trainer.ts';

/** Pictures are kept of so many steps, the newest. */
const keptSteps = 12;
const extension = 'png';
/** Makes the files the samples' own, so that no other row refers to one that is removed. */
const text = { Title: 'Sample of a training' };

/** Stores the pictures of a step. */
export async function storeSamples(
  project: Project,
  runId: number,
  step: number,
  samples: readonly TrainingSample[],
): Promise<void> {
  const stored = [];
  for (const { label, picture } of samples) {
    stored.push({ label, sha256: await project.files.put(await encodePng(picture, text), extension) });
  }
  const unused = await setRunSamples(project, { runId, step }, stored, keptSteps);
  for (const sha256 of unused) await project.files.remove(sha256, extension);
}
