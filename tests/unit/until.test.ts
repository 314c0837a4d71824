import { expect, it, onTestFinished, vi } from 'vitest';
import { patienceMs, until } from '../until.ts';

/** A machine on which half of the patience passes between two looks. */
function slowMachine(): void {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += patienceMs / 4;
    return now;
  });
  onTestFinished(() => {
    clock.mockRestore();
  });
}

it('waits as long as what it sees changes', async () => {
  slowMachine();
  const job = { done: 0, total: 8 };
  const look = () => ({ ...job, done: job.done++ });
  expect(await until(look, ({ done, total }) => done === total)).toEqual({ done: 8, total: 8 });
});

it('gives up on what does not change, and says what it saw last', async () => {
  slowMachine();
  const look = () => ({ status: 'running', done: 3 });
  await expect(until(look, ({ status }) => status === 'finished')).rejects.toThrow(
    'Nothing has changed for 120 s: {"status":"running","done":3}',
  );
});
