import { type BenchmarkReport, parseBenchmarkText } from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';

/** Far more than the largest report has. */
const largestBytes = 32_000_000;

/** Reads a report that another machine has made. @throws FundusError 'bad-benchmark' or 'too-large' that names the file */
export async function readReport(file: File): Promise<BenchmarkReport> {
  if (file.size > largestBytes)
    throw new FundusError('too-large', 'It is too large to be a benchmark', { file: file.name });
  return parseBenchmarkText(await file.text(), file.name);
}

/** Hands the report to the browser as a file, which asks where to or puts it with the other downloads. */
export function saveReport(report: BenchmarkReport, name: string): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(name);
  link.click();
  URL.revokeObjectURL(url);
}

/** Without what file systems do not take. */
export function fileName(name: string): string {
  const plain = name
    .replaceAll(/[^\p{L}\p{N}.()-]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${plain || 'benchmark'}.json`;
}
