import type { MaskVersion } from '../../../shared/api/images.ts';

/** "Prediction of hrf-unet" */
export function versionTitle({ origin, model, observer }: MaskVersion): string {
  if (origin === 'annotated') return observer ? `Annotation of ${observer}` : 'Annotation';
  if (origin === 'predicted') return model ? `Prediction of ${model}` : 'Prediction';
  return 'Edited';
}
