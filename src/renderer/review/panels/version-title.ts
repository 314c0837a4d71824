import type { MaskVersion } from '../../../shared/api/images.ts';

/** "Version 3: prediction of hrf-unet" */
export function versionTitle({ version, origin, model, observer }: MaskVersion): string {
  if (origin === 'annotated') return observer ? `Annotation of ${observer}` : 'Annotation';
  if (origin === 'predicted') return model ? `Prediction of ${model}` : 'Prediction';
  return `Edited version ${version}`;
}
