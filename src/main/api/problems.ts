import { HTTPException } from 'hono/http-exception';
import type { Problem } from '../../shared/api/problem.ts';
import { type ErrorCode, FundusError } from '../../shared/errors.ts';

/** Those without a status here are 422: the request is well formed, what it asks for cannot be done. */
const statuses: Partial<Record<ErrorCode, number>> = {
  usage: 400,
  forbidden: 403,
  'not-found': 404,
  'no-project': 409,
  'project-exists': 409,
  'output-exists': 409,
  'in-use': 409,
  busy: 409,
  'too-large': 413,
  io: 500,
  internal: 500,
};

/** What anything that was thrown is to the page. */
export function problemResponse(thrown: unknown): Response {
  const error = asFundusError(thrown);
  const { code, message, file, hint } = error;
  const problem: Problem = { code, message, ...(file && { file }), ...(hint && { hint }) };
  return Response.json(problem, { status: statuses[code] ?? 422, headers: { 'cache-control': 'no-store' } });
}

function asFundusError(thrown: unknown): FundusError {
  if (thrown instanceof FundusError) return thrown;
  if (thrown instanceof HTTPException) return new FundusError('usage', thrown.message);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new FundusError('internal', `Unexpected: ${message}`, { cause: thrown });
}
