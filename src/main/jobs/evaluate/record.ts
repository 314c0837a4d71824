import type { EvaluationReport } from '../../../shared/jobs/results.ts';
import { imagesByName } from '../../dataset/stored-images.ts';
import { parseCard } from '../../models/card.ts';
import type { CardMetrics } from '../../networks/card.ts';
import { requireModel, setModelCard } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';

/**
 * Notes an evaluation in the card of its model, in the place of an earlier one on the same images and conditions.
 * @throws FundusError 'bad-model' when the model has no complete card
 */
export async function recordEvaluation(project: Project, report: EvaluationReport): Promise<void> {
  const model = await requireModel(project, report.model);
  const card = parseCard(model);
  const entry = await metricsOf(project, report);
  const others = card.metrics.filter(
    ({ on, conditions }) => on !== entry.on || conditions !== entry.conditions,
  );
  await setModelCard(project, model.id, { ...card, metrics: [...others, entry] });
}

async function metricsOf(project: Project, report: EvaluationReport): Promise<CardMetrics> {
  const names = report.images.map(({ image }) => image);
  const layouts = (await imagesByName(project, names)).map(({ sourceLayout }) => sourceLayout);
  const distinct = (values: readonly string[]) => [...new Set(values)].join(', ');
  const which = report.split ? ` of the ${report.split} split` : '';
  const sizes = distinct(report.images.map(({ width, height }) => `${width} x ${height}`));
  const observers = distinct(report.images.flatMap(({ observer }) => observer ?? []));
  const truth = observers === '' ? '' : `against ${observers}, `;
  return {
    on: `${distinct(layouts)}, ${names.length} images${which}`,
    images: names,
    conditions:
      `${sizes} pixels, ${truth}inside the field of view, at the threshold ${report.threshold}; ` +
      'means over the images, the AUC of their pooled pixels',
    values: { ...report.summary },
  };
}
