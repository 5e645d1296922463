// Goal: each key of a load is sent until its answer is final, and counted once, whatever the graph
// answers meanwhile; a load ends when it should. Method: a graph of the test's own.
import { expect, test } from '@jest/globals';
import { eventually } from '../throwaway/eventually.ts';
import { createSaleFigures, type Settled } from './sale-figures.ts';
import { type FinalAnswer, startSaleLoad } from './sale-load.ts';

/** Starts a load of 100 a second on a graph that answers as told. */
function start(
  answer: (key: string, sends: number) => FinalAnswer | null | Promise<FinalAnswer | null>,
  seconds = 0.5,
) {
  const sendsByKey = new Map<string, number>();
  const settled: Settled[] = [];
  let keys = 0;
  const load = startSaleLoad({
    salesPerSecond: 100,
    seconds,
    newKey: () => {
      keys += 1;
      return `key ${keys}`;
    },
    send: async (key) => {
      const sends = (sendsByKey.get(key) ?? 0) + 1;
      sendsByKey.set(key, sends);
      return answer(key, sends);
    },
    onSettled: (one) => settled.push(one),
  });
  return { load, sendsByKey, settled };
}

test('a load sells about as many as it was asked for, and ends by itself', async () => {
  const { load, sendsByKey } = start(() => 'SOLD');
  await load.settled;

  const { begun, sold, resent, inDoubt } = load.figures.read();
  expect({ sold, resent, inDoubt }).toEqual({ sold: begun, resent: 0, inDoubt: 0 });
  expect(begun).toBe(sendsByKey.size);
  expect(begun).toBeLessThanOrEqual(60);
  expect(begun).toBeGreaterThan(10);
});

test('a key without a final answer is sent again, and what became of all of them is told', async () => {
  const isLost = (key: string) => Number(key.slice(4)) % 3 === 0;
  const { load, sendsByKey, settled } = start((key, sends) => {
    if (!isLost(key)) return 'SOLD';
    if (sends === 1) return null;
    return Number(key.slice(4)) % 2 === 0 ? 'WAS_SOLD' : 'SOLD';
  }, 0.3);
  await load.settled;

  const { begun, sold, resent, inDoubt } = load.figures.read();
  const lost = [...sendsByKey].filter(([key]) => isLost(key));
  expect({ sold, resent, inDoubt }).toEqual({ sold: begun, resent: lost.length, inDoubt: 0 });
  expect(lost.every(([, sends]) => sends === 2)).toBe(true);
  const all = settled.reduce((sum, one) => sum + one.wereThere + one.soldNow, 0);
  expect(all).toBe(lost.length);
});

test('a load that was ended begins nothing more, and still settles what it began', async () => {
  let isDown = true;
  const { load } = start(() => (isDown ? null : 'SOLD'), 60);
  await eventually('sales are in doubt', () => load.figures.read().inDoubt > 3);
  load.end();
  await load.ended;
  const { begun } = load.figures.read();
  isDown = false;
  await load.settled;

  expect(load.figures.read()).toMatchObject({ begun, sold: begun, inDoubt: 0 });
});

test('while nothing gets through no more than 200 keys are open', async () => {
  const { promise, resolve } = Promise.withResolvers<FinalAnswer>();
  const { load } = start(() => promise, 4);
  await load.ended;
  expect(load.figures.read().begun).toBe(200);
  resolve('REFUSED');
  await load.settled;
  expect(load.figures.read()).toMatchObject({ refused: 200, sold: 0 });
});

test('the seconds that are over are told one by one, also those without a sale', () => {
  let nowMs = 10_000;
  const figures = createSaleFigures(() => nowMs);
  figures.answered('a', 'SOLD', 5);
  figures.answered('b', 'SOLD', 9);
  nowMs = 12_500;
  figures.answered('c', 'SOLD', 7);

  expect(figures.read()).toMatchObject({
    p95Ms: 9,
    perSecond: [
      { atMs: 10_000, sold: 2 },
      { atMs: 11_000, sold: 0 },
    ],
  });
  nowMs = 30_000;
  expect(figures.read().p95Ms).toBeNull();
});
