import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { call, ServiceError } from '../../../../src/renderer/api/client.ts';

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
beforeEach(() => vi.stubGlobal('fetch', fetched));
afterEach(() => {
  fetched.mockReset();
  vi.unstubAllGlobals();
});

const asked = () => {
  const [url, { method, body, headers }] = fetched.mock.calls[0]!;
  return { url, method, body, headers };
};

it('puts parts of the path and of the query into the address', async () => {
  fetched.mockResolvedValue(new Response(null, { status: 204 }));
  const file = new Blob(['x']);
  const answer = await call('PUT /uploads/:id/files', {
    ...{ params: { id: 'a/b' }, query: { path: 'HRF/01 h.jpg' }, body: file },
  });
  expect(answer).toBeUndefined();
  expect(asked()).toEqual({
    url: '/api/uploads/a%2Fb/files?path=HRF%2F01+h.jpg',
    method: 'PUT',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
  });
});

it('leaves out what is not given', async () => {
  fetched.mockResolvedValue(Response.json({ path: '/' }));
  expect(await call('GET /folders', { query: { path: undefined } })).toEqual({ path: '/' });
  expect(asked()).toEqual({ url: '/api/folders', method: 'GET' });
});

it('sends anything else as JSON', async () => {
  fetched.mockResolvedValue(new Response(null, { status: 204 }));
  await call('PUT /review/:id/verdict', { params: { id: 7 }, body: { verdict: null } });
  expect(asked()).toEqual({
    url: '/api/review/7/verdict',
    method: 'PUT',
    body: '{"verdict":null}',
    headers: { 'content-type': 'application/json' },
  });
});

it('throws what the service says is wrong', async () => {
  const problem = { code: 'in-use', message: 'It is used', hint: 'look' };
  fetched.mockResolvedValue(Response.json(problem, { status: 409 }));
  const thrown = await call('DELETE /jobs').catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ServiceError);
  expect(thrown).toMatchObject(problem);
});
