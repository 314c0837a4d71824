import { EvaluationResultView } from '../dataset/evaluation/evaluation-result.tsx';
import { SegmentationResultView } from '../dataset/evaluation/segmentation-result.tsx';
import { ImportReportView } from '../dataset/import/import-report-view.tsx';
import { ExportResultView } from '../export/export-outcome.tsx';
import type { ResultViews } from '../jobs/job-detail.tsx';
import { JobsScreen } from '../jobs/jobs-screen.tsx';
import { TrainingResultView } from '../training/training-result.tsx';

/** The screen of the jobs, with the result of each kind as the part of the page shows it that asks for such jobs. */
export function JobsPage() {
  return <JobsScreen views={views} />;
}

const views: ResultViews = {
  import: ImportReportView,
  segment: SegmentationResultView,
  'evaluate-segmenter': EvaluationResultView,
  'train-segmenter': TrainingResultView,
  'train-synthesizer': TrainingResultView,
  export: ExportResultView,
};
