// Goal: every request of a burst is answered, and while more come than can be served each hears
// soon whether it is. Method: work that ends when the test says so, a clock that the test moves.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createLoadShedder, type LoadLimits } from './load-shedding.ts';

const BUSY = { code: 'SERVER_BUSY', headers: { 'retry-after': '1' } };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A shedder, and requests whose work takes as long as the test wants. */
function shop(limits: Partial<LoadLimits>) {
  const shed = createLoadShedder(limits);
  const atWork: (() => void)[] = [];
  const outcomes: unknown[] = [];
  const come = (characters = 100, clientGone = new AbortController().signal) =>
    shed({ characters, clientGone }, () => new Promise<void>((end) => atWork.push(() => end())))
      .then(() => outcomes.push('served'))
      .catch((error: unknown) => outcomes.push(error));
  const serve = (most: number) => {
    for (const end of atWork.splice(0, most)) end();
  };
  /** Lets time pass in steps; in each some requests come and some are served. */
  const pass = async (ms: number, { arrivals = 0, served = 0 } = {}) => {
    for (let passed = 0; passed < ms; passed += 5) {
      for (let more = 0; more < arrivals; more++) void come();
      serve(served);
      await jest.advanceTimersByTimeAsync(5);
    }
  };
  return { come, serve, pass, outcomes };
}

const count = (outcomes: unknown[], outcome: unknown) =>
  outcomes.filter((one) => one === outcome).length;

test('all of a burst are served, in the order in which they came', async () => {
  const { pass, outcomes } = shop({ inFlight: 96 });
  // They take 400 ms to come.
  await pass(400, { arrivals: 8, served: 2 });
  await pass(1_600, { served: 2 });

  expect(outcomes).toEqual(Array.from({ length: 640 }, () => 'served'));
});

test('nobody of a burst waits longer than he can still be answered', async () => {
  const { come, pass, outcomes } = shop({ inFlight: 1, burstWaitMs: 1_500 });
  void come();
  void come();
  await pass(1_450);
  expect(outcomes).toEqual([]);
  await pass(100);
  expect(outcomes).toMatchObject([BUSY]);
});

test('while more come than can be served, those who are served have hardly waited', async () => {
  const { pass, outcomes } = shop({ inFlight: 8, overloadWaitMs: 50 });
  await pass(1_000, { arrivals: 3, served: 1 });
  const before = { served: count(outcomes, 'served'), refused: outcomes.length };
  await pass(1_000, { arrivals: 3, served: 1 });

  // As many as can be served are: one in each step.
  expect(count(outcomes, 'served') - before.served).toBe(200);
  // Of 3 that come in each step, at most those of the last 50 to 80 ms are still waiting.
  const heard = outcomes.length - before.refused;
  expect(heard).toBeGreaterThanOrEqual(600 - 3);
  expect(outcomes.filter((one) => one !== 'served')[0]).toMatchObject(BUSY);
});

test('a queue that stands while as many come as are served is got rid of', async () => {
  const { come, pass, outcomes } = shop({ inFlight: 8 });
  for (let times = 0; times < 200; times++) void come();
  await pass(900, { arrivals: 1, served: 1 });
  const refused = outcomes.filter((one) => one !== 'served').length;
  expect(refused).toBeGreaterThan(100);
  await pass(400, { arrivals: 1, served: 1 });

  expect(outcomes.filter((one) => one !== 'served').length - refused).toBeLessThan(20);
});

test('after an overload a burst may wait again', async () => {
  const { come, pass, outcomes } = shop({ inFlight: 8 });
  await pass(1_000, { arrivals: 3, served: 1 });
  await pass(500, { served: 8 });
  const heard = outcomes.length;
  for (let edits = 0; edits < 100; edits++) void come();
  await pass(700, { served: 1 });

  expect(outcomes.slice(heard)).toEqual(Array.from({ length: 100 }, () => 'served'));
});

test.each([
  ['many', { waiting: 2 }, 1],
  ['large', { waitingCharacters: 1_000 }, 500],
])('what waits is bounded: too %s are refused at once', async (_, limits, characters) => {
  const { come, outcomes } = shop({ inFlight: 1, ...limits });
  for (let times = 0; times < 4; times++) void come(characters);
  await jest.advanceTimersByTimeAsync(0);

  expect(outcomes).toMatchObject([BUSY]);
});

test('nothing is done for a client that is gone when its turn comes', async () => {
  const { come, serve, outcomes } = shop({ inFlight: 1 });
  const gone = new AbortController();
  void come();
  void come(100, gone.signal);
  void come();
  gone.abort();
  for (let turn = 0; turn < 3; turn++) {
    await jest.advanceTimersByTimeAsync(0);
    serve(1);
  }
  await jest.advanceTimersByTimeAsync(0);

  expect(count(outcomes, 'served')).toBe(2);
  expect(outcomes).toHaveLength(3);
});

test('a request that fails makes room too', async () => {
  const shed = createLoadShedder({ inFlight: 1 });
  const load = { characters: 1, clientGone: new AbortController().signal };
  const fail = () => shed(load, () => Promise.reject(new Error('broken')));
  await expect(fail()).rejects.toThrow('broken');
  await expect(fail()).rejects.toThrow('broken');
});
