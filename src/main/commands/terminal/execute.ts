import { type ErrorCode, FundusError } from '../../../shared/errors.ts';
import type { JobContext } from '../../../shared/progress.ts';
import type { RecordedJob } from '../../queue/runner.ts';
import type { Project } from '../../store/project.ts';
import { ProgressReporter } from './progress.ts';

export interface OutputOptions {
  readonly json?: true | undefined;
  readonly verbose?: true | undefined;
}

export interface CommandResult {
  /** What `--json` prints. */
  readonly document: unknown;
  /** What is printed otherwise. */
  readonly text: string;
  /** What of the request was not done, and why; the exit code is then 1. */
  readonly incomplete?: string;
}

/** Under `npm run`, Ctrl-C comes twice at once: from the terminal and from npm. */
const secondInterruptMs = 500;

/**
 * Runs a command: its result goes to standard output, progress and errors to standard error. Ctrl-C aborts the
 * context's signal; a second one ends the process at once. Sets the exit code of the process.
 */
export async function execute(
  options: OutputOptions,
  work: (context: JobContext) => Promise<CommandResult>,
): Promise<void> {
  const reporter = new ProgressReporter(process.stderr);
  const controller = new AbortController();
  const release = onInterrupt(() => controller.abort());
  try {
    const context = { report: reporter.report.bind(reporter), signal: controller.signal };
    const { document, text, incomplete } = await work(context);
    reporter.end();
    process.stdout.write(`${options.json ? JSON.stringify(document, null, 2) : text}\n`);
    if (incomplete === undefined) return;
    printError(new FundusError('incomplete', incomplete), false);
  } catch (thrown) {
    reporter.end();
    printError(thrown, options.verbose === true);
  } finally {
    release();
  }
}

/** Prints an error as one line, with the stack below if asked for, and sets the exit code. */
export function printError(thrown: unknown, verbose: boolean): void {
  const error = toFundusError(thrown);
  process.stderr.write(`${errorLine(error)}\n`);
  if (verbose) process.stderr.write(`${stackOf(error)}\n`);
  process.exitCode = exitCodeOf(error.code);
}

/** Opens the project for as long as the work takes. */
export async function withProject<T>(dir: string, work: (project: Project) => Promise<T>): Promise<T> {
  const { openProject } = await import('../../store/project.ts');
  const { keepRetired } = await import('../../models/files.ts');
  const project = openProject(dir);
  try {
    await keepRetired(project);
    return await work(project);
  } finally {
    project.close();
  }
}

/** Opens the project and does the work as one of its jobs. */
export async function withProjectJob<Kind extends string, T>(
  dir: string,
  job: RecordedJob<Kind, T>,
  context: JobContext,
  work: (project: Project, context: JobContext) => Promise<T>,
): Promise<T> {
  const { runJob } = await import('../../queue/runner.ts');
  return withProject(dir, (project) =>
    runJob(project, job, (jobContext) => work(project, jobContext), context),
  );
}

/** Calls back on Ctrl-C or SIGTERM; a second one ends the process at once. @returns what undoes it */
export function onInterrupt(abort: () => void): () => void {
  const release = () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  const interrupt = () => {
    if (process.stderr.isTTY) process.stderr.write('\nStopping; press Ctrl-C again to end at once\n');
    abort();
    // Without a listener the next signal does what it does by default, even while native code is busy.
    setTimeout(release, secondInterruptMs).unref();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return release;
}

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
