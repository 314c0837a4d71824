import { expect, test } from 'vitest';
import { ServiceError } from '../../../../src/renderer/api/client.ts';
import { SendQueue, type Task } from '../../../../src/renderer/review/session/send-queue.ts';

/** Records what is sent; each sending waits until it is let through. */
function recorder() {
  const sent: string[] = [];
  const waiting: (() => void)[] = [];
  const task = (name: string, kind: Task['kind'] = 'edit', imageId = 1): Task => ({
    ...{ kind, imageId },
    send: async () => {
      await new Promise<void>((done) => waiting.push(done));
      sent.push(name);
    },
  });
  const letThrough = async () => {
    await expect.poll(() => waiting.length).toBe(1);
    waiting.pop()!();
  };
  return { sent, waiting, task, letThrough };
}

test('one is sent after the other, in order', async () => {
  const { sent, waiting, task, letThrough } = recorder();
  const queue = new SendQueue();
  for (const name of ['a', 'b', 'c']) queue.add(task(name));
  expect(waiting).toHaveLength(1);
  expect(queue.state.value.unsent).toBe(3);
  for (let i = 0; i < 3; i++) await letThrough();
  await queue.flush(1);
  expect(sent).toEqual(['a', 'b', 'c']);
  expect(queue.state.value.unsent).toBe(0);
});

test('of cursors that wait in a row the last alone is sent, but not in place of one on its way', async () => {
  const { sent, task, letThrough } = recorder();
  const queue = new SendQueue();
  queue.add(task('cursor 3', 'cursor'));
  for (const at of [2, 1, 0]) queue.add(task(`cursor ${at}`, 'cursor'));
  queue.add(task('of another image', 'cursor', 2));
  queue.add(task('edit'));
  queue.add(task('cursor 0', 'cursor'));
  for (let i = 0; i < 5; i++) await letThrough();
  await queue.flush(1);
  expect(sent).toEqual(['cursor 3', 'cursor 0', 'of another image', 'edit', 'cursor 0']);
});

test('a service that does not answer is asked again, ever less often', async () => {
  const pauses: number[] = [];
  const queue = new SendQueue(async (milliseconds) => {
    pauses.push(milliseconds);
    expect(queue.state.value).toMatchObject({ unsent: 2, isRetrying: true });
  });
  let attempts = 0;
  const sent: string[] = [];
  queue.add({
    ...{ imageId: 1, kind: 'edit' },
    send: async () => {
      if (++attempts < 7) throw new ServiceError('unreachable', 'The application does not answer');
      sent.push('first');
    },
  });
  queue.add({ imageId: 1, kind: 'edit', send: async () => void sent.push('second') });
  await queue.flush(1);
  expect(sent).toEqual(['first', 'second']);
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 10_000]);
  expect(queue.state.value).toEqual({ unsent: 0, isRetrying: false, error: null });
});

test('a refusal stops what follows until it is tried again', async () => {
  const queue = new SendQueue();
  const refusal = new ServiceError('usage', 'no');
  let isRefused = true;
  const sent: string[] = [];
  queue.add({
    ...{ imageId: 1, kind: 'edit' },
    send: async () => {
      if (isRefused) throw refusal;
      sent.push('first');
    },
  });
  queue.add({ imageId: 1, kind: 'version', send: async () => void sent.push('second') });
  await expect.poll(() => queue.state.value.error).toBe(refusal);
  expect(sent).toEqual([]);
  isRefused = false;
  queue.retry();
  await queue.flush(1);
  expect(sent).toEqual(['first', 'second']);
});

test('waiting for one image does not wait for another', async () => {
  const { task, letThrough } = recorder();
  const queue = new SendQueue();
  queue.add(task('a', 'edit', 1));
  queue.add(task('b', 'edit', 2));
  await letThrough();
  await queue.flush(1);
  expect(queue.state.value.unsent).toBe(1);
});
