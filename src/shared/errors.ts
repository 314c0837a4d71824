import { z } from 'zod';

/** What went wrong, in one word that scripts and the interface may rely on. */
export type ErrorCode =
  | 'usage' // an option or argument that makes no sense
  | 'not-found' // a file, project, model or image that is not there
  | 'not-a-project' // a folder without a project, or of a newer version
  | 'no-project' // what was asked for needs an open project
  | 'project-exists'
  | 'in-use' // something that others depend on
  | 'forbidden' // a request that does not come from the application's own page
  | 'not-an-image'
  | 'unsupported-format'
  | 'truncated'
  | 'too-large'
  | 'damaged' // an image file whose content cannot be decoded
  | 'size-mismatch'
  | 'synthetic' // a picture that a network made, where a photograph is expected
  | 'bad-mask' // a mask that cannot be what it is given as
  | 'no-data' // the project lacks what the command works on
  | 'bad-model' // a model file that is damaged or of another kind
  | 'bad-run' // the result of a training elsewhere that is damaged, or not of this project
  | 'bad-benchmark' // a file or body that is no benchmark's report
  | 'busy' // what another process or job is at work on
  | 'diverged' // a training whose loss is no number any more
  | 'output-exists'
  | 'incomplete' // done in part; the result says what is missing
  | 'cancelled'
  | 'unsupported-system' // a machine that a native library does not come for
  | 'io'
  | 'internal';

export interface ErrorDetails {
  /** The file concerned, as the user knows it. */
  readonly file?: string;
  /** What the user can do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error that a person can act on: what was expected, what was found, in which file, what to do. */
export class FundusError extends Error {
  override readonly name = 'FundusError';
  readonly code: ErrorCode;
  readonly file: string | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.file = details.file;
    this.hint = details.hint;
  }
}

/** The body of every response that is not a success, with the fields of a FundusError. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  file: z.string().optional(),
  hint: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
