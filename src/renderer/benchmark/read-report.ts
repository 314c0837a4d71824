import type { BenchmarkReport } from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';
import { parseBenchmarkText } from '../../shared/parse-benchmark.ts';

/** Far more than the largest report has. */
const largestBytes = 32_000_000;

/** Reads a report that another machine has made. @throws FundusError 'bad-benchmark' or 'too-large' that names the file */
export async function readReport(file: File): Promise<BenchmarkReport> {
  if (file.size > largestBytes)
    throw new FundusError('too-large', 'It is too large to be a benchmark', { file: file.name });
  return parseBenchmarkText(await file.text(), file.name);
}
