import { expect, test } from '@jest/globals';
import { createConnection } from './connection.ts';

/** Everything that waits for nothing but other promises has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function createNetwork() {
  let isThere = true;
  let timer: (() => void) | null = null;
  const states: boolean[] = [];
  const probes: number[] = [];
  const connection = createConnection({
    async probe() {
      probes.push(1);
      return isThere;
    },
    now: () => 7,
    startTimer(run) {
      timer = run;
      return () => {
        timer = null;
      };
    },
    onChange: ({ isOnline }) => states.push(isOnline),
  });
  return {
    connection,
    states,
    probes,
    setThere: (next: boolean) => {
      isThere = next;
    },
    hasTimer: () => timer !== null,
    async pass() {
      const run = timer;
      timer = null;
      run?.();
      await settled();
    },
  };
}

test('one request without an answer is offline, and one answer is online again', () => {
  const { connection, states } = createNetwork();
  connection.report(false);
  expect(connection.state()).toEqual({ isOnline: false, since: 7 });
  connection.report(false);
  connection.report(true);
  expect(states).toEqual([false, true]);
});

test('offline it asks again and again until there is an answer, then no more', async () => {
  const network = createNetwork();
  network.setThere(false);
  network.connection.report(false);
  await network.pass();
  await network.pass();
  expect(network.probes).toHaveLength(2);
  network.setThere(true);
  await network.pass();
  expect(network.connection.state().isOnline).toBe(true);
  expect(network.hasTimer()).toBe(false);
});

test('a hint of the browser is only asked about', async () => {
  const { connection, states } = createNetwork();
  connection.hint();
  await settled();
  expect(connection.state().isOnline).toBe(true);
  expect(states).toEqual([]);
});
