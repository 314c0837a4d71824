import { type RawBuilder, sql } from 'kysely';
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

/** A condition: the column holds one of the ids, of which there may be more than a statement has parameters. */
export function idIn(column: string, ids: readonly number[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`;
}

/** @throws FundusError 'not-found' when fewer rows were found than ids were asked for */
export function requireAll(what: string, ids: readonly number[], found: number): void {
  const asked = new Set(ids).size;
  if (found >= asked) return;
  throw new FundusError('not-found', `${asked - found} of the ${asked} ${what} are not in the project`, {
    hint: 'read the list again: they may have been removed meanwhile',
  });
}
