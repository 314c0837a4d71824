import type { ComponentType } from 'react';
import type { z } from 'zod';
import { EvaluationResultView } from '../dataset/evaluation/evaluation-result.tsx';
import { ImportReportView } from '../dataset/import/import-report-view.tsx';
import { SegmentationResultView } from '../dataset/segmentation-result.tsx';
import { ExportResultView } from '../export/export-outcome.tsx';
import type { ResultViews } from '../jobs/job-result.tsx';
import { JobsScreen } from '../jobs/jobs-screen.tsx';
import { TrainingResultView } from '../training/training-result.tsx';
import { importReportSchema } from '../ui/import-report.ts';
import { evaluationSchema, exportSchema, segmentationSchema, trainingSchema } from '../ui/job-results.ts';

/** The screen of the jobs, with the result of each kind as the part of the page shows it that asks for such jobs. */
export function JobsPage() {
  return <JobsScreen views={views} />;
}

const views: ResultViews = {
  import: viewOf(importReportSchema, ImportReportView),
  segment: viewOf(segmentationSchema, SegmentationResultView),
  'evaluate-segmenter': viewOf(evaluationSchema, EvaluationResultView),
  'train-segmenter': viewOf(trainingSchema, TrainingResultView),
  'train-synthesizer': viewOf(trainingSchema, TrainingResultView),
  export: viewOf(exportSchema, ExportResultView),
};

function viewOf<T>(schema: z.ZodType<T>, View: ComponentType<{ result: T }>): ResultViews[string] {
  return (result) => {
    const { data } = schema.safeParse(result);
    return data === undefined ? null : <View result={data} />;
  };
}
