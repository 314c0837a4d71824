import { z } from 'zod';
import { type BenchmarkReport, benchmarkReportSchema } from './api/benchmark.ts';
import { FundusError } from './errors.ts';

const hint = 'expected what `fundus benchmark --json` prints, or the window exports as JSON';
const shownIssues = 3;

const headSchema = z.object({ format: benchmarkReportSchema.shape.format, version: z.number() });

/**
 * Reads a report that a file or another program holds.
 * @param file that it is from, for the error
 * @throws FundusError 'bad-benchmark' that says which fields are not as expected
 */
export function parseBenchmark(value: unknown, file?: string): BenchmarkReport {
  const refuse = (message: string, advice: string) =>
    new FundusError('bad-benchmark', message, { hint: advice, ...(file !== undefined && { file }) });
  const head = headSchema.safeParse(value);
  if (!head.success) throw refuse(`It is not a benchmark of Fundus Studio (${issuesOf(head.error)})`, hint);
  const known = benchmarkReportSchema.shape.version.value;
  if (head.data.version > known) {
    throw refuse(
      `The benchmark has version ${head.data.version}; this program knows ${known}`,
      'open it with a newer Fundus Studio',
    );
  }
  const report = benchmarkReportSchema.safeParse(value);
  if (report.success) return report.data;
  throw refuse(`The benchmark is not complete (${issuesOf(report.error)})`, hint);
}

/** @throws FundusError as parseBenchmark, also for what is no JSON */
export function parseBenchmarkText(text: string, file?: string): BenchmarkReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const where = file === undefined ? {} : { file };
    throw new FundusError('bad-benchmark', 'It is not JSON', { hint, cause, ...where });
  }
  return parseBenchmark(value, file);
}

function issuesOf({ issues }: z.ZodError): string {
  const shown = issues.slice(0, shownIssues).map(({ path, message }) => {
    const field = path.length > 0 ? `${path.join('.')}: ` : '';
    return field + message.replace(/^Invalid input: /, '');
  });
  const others = issues.length - shown.length;
  return [...shown, ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
}
