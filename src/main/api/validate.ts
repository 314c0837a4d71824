import type { Context } from 'hono';
import { validator } from 'hono/validator';
import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';

/**
 * Middleware that reads the body as JSON of this shape: `context.req.valid('json')`. Anything else than JSON is
 * refused, an empty body too: Hono would hand on `{}`.
 */
export function json<S extends z.ZodType>(schema: S) {
  return validator('json', (value: unknown, context) => {
    requireJson(context);
    return parse(schema, value, 'body');
  });
}

/** Middleware that reads the query of the address: `context.req.valid('query')`. */
export function query<S extends z.ZodType>(schema: S) {
  return validator('query', (value: unknown) => parse(schema, value, 'query'));
}

/** Middleware that reads the parts of the path: `context.req.valid('param')`. */
export function param<S extends z.ZodType>(schema: S) {
  return validator('param', (value: unknown) => parse(schema, value, 'path'));
}

/** For paths with `/:id`. */
export const id = param(z.object({ id: z.coerce.number().int().positive() }));

function requireJson(context: Context): void {
  const type = context.req.header('content-type') ?? '';
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new FundusError('usage', `Expected a body of type application/json, found "${type}"`);
}

function parse<S extends z.ZodType>(schema: S, value: unknown, part: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new FundusError(
    'usage',
    `The request's ${part} is not as expected: ${z.prettifyError(result.error)}`,
  );
}
