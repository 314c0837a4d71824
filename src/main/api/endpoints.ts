import { type Context, Hono } from 'hono';
import {
  type AnswerOf,
  type Asked,
  type EndpointName,
  endpointNames,
  endpoints,
} from '../../shared/api/endpoints.ts';
import { FundusError } from '../../shared/errors.ts';
import { parse } from './validate.ts';

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
