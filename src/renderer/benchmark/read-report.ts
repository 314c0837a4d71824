import { type BenchmarkReport, benchmarkReportSchema } from '../../shared/api/benchmark.ts';
import { ServiceError } from '../api/client.ts';

/** Far more than the largest report has. */
const largestBytes = 32_000_000;
const hint = 'expected a file that “Export as JSON” or `fundus benchmark --json` has written';

/** Reads a report that another machine has made. @throws ServiceError that names the file */
export async function readReport(file: File): Promise<BenchmarkReport> {
  if (file.size > largestBytes) throw refused(file, 'It is too large to be a benchmark');
  const report = benchmarkReportSchema.safeParse(parseJson(file, await file.text()));
  if (report.success) return report.data;
  const [issue] = report.error.issues;
  const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : '';
  throw refused(file, `It is not a benchmark of Fundus Studio${where}`);
}

function parseJson(file: File, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(file, 'It is not JSON');
  }
}

const refused = ({ name }: File, message: string) =>
  new ServiceError('bad-benchmark', message, { file: name, hint });
