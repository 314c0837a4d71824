import type { Problem } from '../../shared/api/problem.ts';
import { FundusError } from '../../shared/errors.ts';

/** What is kept of an error that ended a job. */
export function toProblem(thrown: unknown): Problem {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof FundusError)) return { code: 'internal', message };
  const { code, file, hint } = thrown;
  return { code, message, ...(file !== undefined && { file }), ...(hint !== undefined && { hint }) };
}
