import { relative } from 'node:path';
import { FundusError } from '../../shared/errors.ts';
import type { OptionsOf } from '../../shared/jobs/kinds.ts';
import type { ImportReport } from '../../shared/jobs/results.ts';
import type { JobContext } from '../../shared/progress.ts';
import { importPaths } from '../dataset/import/import.ts';
import type { Project } from '../store/project.ts';
import { getUpload, removeUpload } from '../store/uploads.ts';

/**
 * Imports files of this computer, or an upload, which is removed when it is imported. Of an upload's files a person
 * knows the paths within it.
 * @throws FundusError as `importPaths` does; 'not-found' when the upload is gone
 */
export async function importRequested(
  project: Project,
  { paths, upload: id, ...options }: OptionsOf<'import'>,
  ctx: JobContext,
): Promise<ImportReport> {
  if (id === undefined) return importPaths(project, paths, options, ctx);
  const upload = getUpload(project, id);
  const within = (file: string) => relative(upload.dir, file).replaceAll('\\', '/') || 'the files';
  const report = await importPaths(project, paths, options, ctx).catch((thrown: unknown) => {
    throw withFile(thrown, within);
  });
  await removeUpload(project, id);
  return reportOf(report, within);
}

function reportOf(report: ImportReport, within: (file: string) => string): ImportReport {
  const renamed = <T extends { readonly file: string }>(entry: T): T => ({
    ...entry,
    file: within(entry.file),
  });
  return {
    taken: report.taken.map(renamed),
    added: report.added.map(renamed),
    leftOut: report.leftOut.map(renamed),
    failed: report.failed.map((failure) => ({
      ...renamed(failure),
      image: failure.image === null ? null : within(failure.image),
    })),
  };
}

function withFile(thrown: unknown, within: (file: string) => string): unknown {
  if (!(thrown instanceof FundusError) || thrown.file === undefined) return thrown;
  const { code, message, hint, cause, file } = thrown;
  return new FundusError(code, message, { cause, file: within(file), ...(hint !== undefined && { hint }) });
}
