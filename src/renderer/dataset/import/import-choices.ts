import type { Diagnosis, Split } from '../../../shared/domain.ts';
import type { JobRequest } from '../../../shared/jobs/kinds.ts';
import type { Gathered } from './gather.ts';

/** What holds for all images of an import; null leaves each what was recognised. */
export interface ImportChoices {
  readonly diagnosis: Diagnosis | null;
  readonly split: Split | null;
  /** Degrees. */
  readonly fieldAngle: number | null;
}

export const noChoices: ImportChoices = { diagnosis: null, split: null, fieldAngle: null };

type ImportRequest = Extract<JobRequest, { kind: 'import' }>['options'];

export function asImportOptions(
  { paths, upload }: Pick<Gathered, 'paths' | 'upload'>,
  { diagnosis, split, fieldAngle }: ImportChoices,
): ImportRequest {
  return {
    paths: [...paths],
    ...(upload && { upload: upload.id }),
    ...(diagnosis && { diagnosis }),
    ...(split && { split }),
    ...(fieldAngle !== null && { fieldAngle }),
  };
}
