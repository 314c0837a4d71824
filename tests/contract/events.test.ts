import { expect, test } from 'vitest';
import { openApplication, problem } from './support.ts';

test('streams what happens to those who follow, until the application ends', async () => {
  const { application, call } = await openApplication();
  const response = await call('GET', '/events');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  application.changed('images', 'masks');
  await application.close();
  application.events.close();
  expect(await response.text()).toBe(
    [
      'retry: 1000',
      'data: {"type":"changed","topics":["images","masks"]}',
      'data: {"type":"opened","dir":null}',
      '',
    ].join('\n\n'),
  );
});

test('a reader that leaves is told nothing more', async () => {
  const { application, call } = await openApplication();
  const { body } = await call('GET', '/events');
  await body?.cancel();
  expect(() => application.changed('images')).not.toThrow();
});

test('says which address is unknown', async () => {
  const { call } = await openApplication();
  expect(await problem(call('POST', '/nothing'))).toEqual({
    status: 404,
    code: 'not-found',
    message: 'There is no POST /api/nothing',
  });
});
