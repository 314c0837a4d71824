import { type ErrorCode, FundusError } from '../../../shared/errors.ts';

/** Any thrown value as an error with a code: the operating system's become 'io', the unforeseen 'internal'. */
export function toFundusError(thrown: unknown): FundusError {
  if (thrown instanceof FundusError) return thrown;
  if (isSystemError(thrown)) {
    const { message, path, cause } = thrown;
    return new FundusError('io', message, {
      ...(path !== undefined && { file: path }),
      cause: cause ?? thrown,
    });
  }
  return new FundusError('internal', thrown instanceof Error ? thrown.message : String(thrown), {
    hint: 'this is a fault of the program; run it again with --verbose and report what it prints',
    cause: thrown,
  });
}

/** One line: `fundus: <code>: <message> (<file>) – <hint>`. */
export function errorLine({ code, message, file, hint }: FundusError): string {
  const where = file === undefined || message.includes(file) ? '' : ` (${file})`;
  const advice = hint === undefined ? '' : ` – ${hint}`;
  return `fundus: ${code}: ${message}${where}${advice}`.replaceAll(/\s*\n\s*/g, ' ');
}

/** The error and what caused it, each with its stack. */
export function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by: ${stackOf(error.cause)}` : own;
}

/** 2 for wrong usage, 130 (as shells have it) for Ctrl-C, otherwise 1. */
export function exitCodeOf(code: ErrorCode): number {
  if (code === 'usage') return 2;
  return code === 'cancelled' ? 130 : 1;
}

interface SystemError extends Error {
  readonly syscall: string;
  readonly path?: string;
}

function isSystemError(thrown: unknown): thrown is SystemError {
  return thrown instanceof Error && 'syscall' in thrown && typeof thrown.syscall === 'string';
}
