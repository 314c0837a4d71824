import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';

/** @param part of the request: 'body', 'query', 'path' @throws FundusError 'usage' */
export function parse<T>(schema: z.ZodType<T>, value: unknown, part: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new FundusError(
    'usage',
    `The request's ${part} is not as expected: ${z.prettifyError(result.error)}`,
  );
}

/** The id of paths with `/:id`, where the rows of a table are meant. */
export const idSchema = z.object({ id: z.coerce.number().int().positive() });
