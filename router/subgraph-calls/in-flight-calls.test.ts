import { expect, test } from '@jest/globals';
import { createInFlightCalls } from './in-flight-calls.ts';

/** Calls that are answered when the test says so, in the order in which they were made. */
function controlledCalls() {
  const made: PromiseWithResolvers<string>[] = [];
  const ask = () => {
    const call = Promise.withResolvers<string>();
    made.push(call);
    return call.promise;
  };
  return { made, ask };
}

test('identical reads under way are one call; another key and a later read are calls of their own', async () => {
  const { made, ask } = controlledCalls();
  const inFlight = createInFlightCalls();
  const answers = [inFlight.read('a', ask), inFlight.read('a', ask), inFlight.read('b', ask)];
  expect(made).toHaveLength(2);
  made[0]?.resolve('A');
  made[1]?.resolve('B');
  expect(await Promise.all(answers)).toEqual(['A', 'A', 'B']);
  void inFlight.read('a', ask);
  expect(made).toHaveLength(3);
});

test('a read after a write never joins one that began before the write ended', async () => {
  const { made, ask } = controlledCalls();
  const inFlight = createInFlightCalls();
  const before = inFlight.read('stock', ask);
  await inFlight.write(async () => 'sold');
  const after = inFlight.read('stock', ask);
  made[0]?.resolve('3 left');
  expect(await before).toBe('3 left');
  // The end of the old read has not forgotten the newer one, which is still under way.
  const joined = inFlight.read('stock', ask);
  expect(made).toHaveLength(2);
  made[1]?.resolve('2 left');
  expect(await Promise.all([after, joined])).toEqual(['2 left', '2 left']);
});

test('a write that fails counts too: it may have been carried out', async () => {
  const { made, ask } = controlledCalls();
  const inFlight = createInFlightCalls();
  void inFlight.read('stock', ask);
  await expect(inFlight.write(() => Promise.reject(new Error('reset')))).rejects.toThrow('reset');
  void inFlight.read('stock', ask);
  expect(made).toHaveLength(2);
});

test('writes are never joined', async () => {
  const { made, ask } = controlledCalls();
  const inFlight = createInFlightCalls();
  const writes = [inFlight.write(ask), inFlight.write(ask)];
  expect(made).toHaveLength(2);
  for (const call of made) call.resolve('done');
  await Promise.all(writes);
});

test('who joined a read that failed asks once more alone', async () => {
  const { made, ask } = controlledCalls();
  const inFlight = createInFlightCalls();
  const first = inFlight.read('a', ask);
  const second = inFlight.read('a', ask);
  made[0]?.reject(new Error('too late'));
  await expect(first).rejects.toThrow('too late');
  expect(made).toHaveLength(2);
  made[1]?.resolve('in time');
  expect(await second).toBe('in time');
});
