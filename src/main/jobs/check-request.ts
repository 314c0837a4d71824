import type { JobRequest } from '../../shared/api/jobs.ts';
import type { Project } from '../store/project.ts';
import { chooseFamily } from './benchmark/models.ts';
import { quantizationSource } from './quantize/check.ts';

/**
 * Refuses before it waits in the queue what would only fail when its turn has come.
 * @throws FundusError as the work itself
 */
export async function checkRequest(project: Project, { kind, options }: JobRequest): Promise<void> {
  if (kind === 'quantize') await quantizationSource(project, options.model);
  if (kind === 'benchmark') {
    await chooseFamily(project, 'segmenter', options.segmenter);
    await chooseFamily(project, 'synthesizer', options.synthesizer);
  }
}
