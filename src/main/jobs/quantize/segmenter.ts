import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { SegmenterEvaluation } from '../../evaluation/segmenter-evaluation.ts';
import { predictImage } from '../../inference/segment-image.ts';
import type { SegmenterCard } from '../../networks/card.ts';
import type { AccuracyCheck } from '../../quantization/guard.ts';
import type { NetworkSession } from '../../runtime/session.ts';
import type { Project } from '../../store/project.ts';
import { centralCrop, type SegmenterInput } from '../../training/segmenter/data.ts';
import { annotatedImages, readSegmenterInput } from '../train/data.ts';
import { divideImages, type QuantizeOptions, type QuantizeTask, quantizeDefaults } from './task.ts';

const checkedImages = 6;
/** The first of them, on whose middle single layers are compared. */
const sampledImages = 3;

/**
 * Calibrates on annotated images of the training split, and measures F1 at the model's threshold on images of
 * the split "val", or on other training images where it is empty.
 */
export async function segmenterTask(
  project: Project,
  card: SegmenterCard,
  { images = quantizeDefaults.images, f1Limit = quantizeDefaults.f1Limit }: QuantizeOptions,
  ctx: JobContext,
): Promise<QuantizeTask> {
  const train = await annotatedImages(project, 'train');
  const validation = await annotatedImages(project, 'val');
  const divided = divideImages(train, images, checkedImages);
  const checked = validation.length > 0 ? validation.slice(0, checkedImages) : divided.checked;
  const read: SegmenterInput[] = [];
  for (const one of checked) {
    throwIfCancelled(ctx.signal);
    ctx.report({ phase: 'Reading', done: read.length, total: checked.length, detail: one.row.name });
    read.push(await readSegmenterInput(project, one, card));
  }
  return {
    calibrationImages: divided.calibration.map(({ row }) => row.name),
    judgedImages: checked.map(({ row }) => row.name),
    conditions: `inside the field of view at the working scale and the threshold ${card.threshold}; means over the images, the AUC of their pooled pixels`,
    async calibrate(session, { report, signal }) {
      for (const [done, one] of divided.calibration.entries()) {
        throwIfCancelled(signal);
        report({ phase: 'Calibrating', done, total: divided.calibration.length, detail: one.row.name });
        await predict(session, await readSegmenterInput(project, one, card), signal);
      }
    },
    check: segmenterCheck(read, card.threshold, f1Limit, ctx.signal),
    release: async () => {},
  };
}

function segmenterCheck(
  images: readonly SegmenterInput[],
  threshold: number,
  f1Limit: number,
  signal: AbortSignal,
): AccuracyCheck {
  const crops = images.slice(0, sampledImages).map((image) => centralCrop(image));
  return {
    limits: [{ name: 'F1', most: f1Limit, loss: (before, after) => before.f1! - after.f1! }],
    async sample(session) {
      const outputs: Float32Array[] = [];
      for (const crop of crops) outputs.push((await predict(session, crop, signal)).data);
      return outputs;
    },
    async measure(session, at) {
      const evaluation = new SegmenterEvaluation(threshold);
      for (const [index, image] of images.entries()) {
        at(index, images.length);
        const { width, height, vessel, fov } = image;
        const probability = await predict(session, image, signal);
        evaluation.add({
          probability,
          truth: { width, height, data: vessel },
          fov: { width, height, data: fov },
        });
      }
      const { f1, auc } = evaluation.summary();
      return { f1, auc: auc ?? Number.NaN };
    },
  };
}

type Picture = Pick<SegmenterInput, 'width' | 'height' | 'image' | 'fov'>;

const predict = (session: NetworkSession, { width, height, image, fov }: Picture, signal: AbortSignal) =>
  predictImage(session, { image, fov: { width, height, data: fov } }, signal);
