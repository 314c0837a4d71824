import { describe, expect, it } from 'vitest';
import { runInTurns, spreadOf } from '../../../src/main/benchmark/protocol.ts';

const never = new AbortController().signal;
const protocol = { warmUps: 2, runs: 3, pause: 0, shortest: 0 };

describe('runInTurns', () => {
  it('gives the variants turns and does not count the warm-ups', async () => {
    const order: string[] = [];
    const runner = (name: string) => async () => {
      order.push(name);
      return order.length;
    };
    const rounds: number[][] = [];
    const times = await runInTurns([runner('a'), runner('b')], protocol, never, (...round) =>
      rounds.push(round),
    );
    expect(order.join('')).toBe('ababababab');
    expect(times).toEqual([
      [5, 7, 9],
      [6, 8, 10],
    ]);
    expect(rounds).toEqual([1, 2, 3, 4, 5].map((done) => [done, 5]));
  });

  it('drops a variant that fails, and the others go on', async () => {
    let runs = 0;
    const failing = async () => {
      if (++runs === 3) throw new Error('out of memory');
      return 1;
    };
    const [first, second] = await runInTurns([failing, async () => 2], protocol, never);
    expect(first).toEqual(new Error('out of memory'));
    expect(second).toEqual([2, 2, 2]);
    expect(runs).toBe(3);
  });

  it('stops at once when it is cancelled, in a pause too', async () => {
    const controller = new AbortController();
    const run = async () => {
      controller.abort();
      return 1;
    };
    const long = { ...protocol, pause: 60_000 };
    await expect(runInTurns([run], { ...long, pause: 0 }, controller.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    const waiting = new AbortController();
    const stopped = runInTurns([run], long, waiting.signal);
    waiting.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it.each([
  [[4, 1, 3, 2, 5], { median: 3, q1: 2, q3: 4 }],
  [[1, 2], { median: 1.5, q1: 1.25, q3: 1.75 }],
  [[7], { median: 7, q1: 7, q3: 7 }],
])('quartiles of %j lie between the sorted values', (values, expected) => {
  expect(spreadOf(values)).toEqual(expected);
});
