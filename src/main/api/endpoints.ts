import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import {
  type AnswerOf,
  type Asked,
  type EndpointName,
  endpointNames,
  endpoints,
} from '../../shared/api/endpoints.ts';
import { type ErrorCode, FundusError, type Problem } from '../../shared/errors.ts';

type Handler<Name extends EndpointName> = (
  asked: Asked<Name>,
  request: Request,
) => AnswerOf<Name> | Promise<AnswerOf<Name>>;

/** What answers each endpoint. */
export type Handlers = { readonly [Name in EndpointName]: Handler<Name> };

/** Those of a path and of all below it. */
export type HandlersOf<Path extends string> = Pick<
  Handlers,
  Extract<EndpointName, `${string} ${Path}` | `${string} ${Path}/${string}`>
>;

/** The endpoints as routes, which check what is asked. */
export function endpointRoutes(handlers: Handlers): Hono {
  const routes = new Hono();
  for (const name of endpointNames) serve(routes, name, handlers);
  return routes;
}

function serve<Name extends EndpointName>(routes: Hono, name: Name, handlers: Handlers): void {
  const [method = '', path = ''] = name.split(' ');
  const { status } = endpoints[name].answer;
  routes.on(method, path, async (context) => {
    const answer = await handlers[name](await read(name, context), context.req.raw);
    return status === 204 ? context.body(null, 204) : Response.json(answer, { status });
  });
}

async function read<Name extends EndpointName>(name: Name, { req }: Context): Promise<Asked<Name>> {
  const { params, query, body } = endpoints[name];
  const asked = {
    ...(params && { params: parse(params, req.param(), 'path') }),
    ...(query && { query: parse(query, req.query(), 'query') }),
    ...(body && { body: body === 'bytes' ? undefined : parse(body, await readJson(req), 'body') }),
  };
  // The parts are those that the table names, each read by its own schema.
  return asked as Asked<Name>;
}

/** @throws FundusError 'usage' for anything else than JSON, an empty body too */
async function readJson(req: Context['req']): Promise<unknown> {
  const type = req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new FundusError('usage', `Expected a body of type application/json, found "${type}"`);
  }
  return req.json().catch((cause: unknown) => {
    throw new FundusError('usage', 'Malformed JSON in request body', { cause });
  });
}

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
