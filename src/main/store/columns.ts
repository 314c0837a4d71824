import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';

/** The current instant as the columns hold it: ISO 8601, UTC. */
export function now(): string {
  return new Date().toISOString();
}

/** Reads a JSON column. The database guarantees JSON, the schema its shape. */
export function parseColumn<T>(schema: z.ZodType<T>, text: string, column: string): T {
  const result = schema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new FundusError(
    'internal',
    `The column ${column} holds something else: ${z.prettifyError(result.error)}`,
  );
}

/** The only row that a query by key or an insertion returns. */
export function required<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new FundusError('not-found', `There is no ${what} in the project`);
  return row;
}
