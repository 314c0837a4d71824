import type { BenchmarkReport } from '../../shared/api/benchmark.ts';

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
