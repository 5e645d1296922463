// Goal: nobody waits in vain for a subgraph that does not answer, and one slow call shuts nobody
// out.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { AnswerTimeoutError } from '../../common/process/http/exchange.ts';
import type { Log } from '../../common/process/log/log.ts';
import { createSubgraphBreaker, type GuardedCall, isAtRest } from './subgraph-breaker.ts';

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => SILENT,
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function createBreaker() {
  const guarded = createSubgraphBreaker('inventario', SILENT);
  /** Makes a call, and tells how it ended. */
  const outcomeOf = async (call: GuardedCall<string>): Promise<string> => {
    try {
      return await guarded(call);
    } catch (error) {
      return isAtRest(error) ? 'not called' : 'failed';
    }
  };
  return {
    outcomeOf,
    answer: () => outcomeOf(async () => 'answered'),
    timeOut: () => outcomeOf(() => Promise.reject(new AnswerTimeoutError('late'))),
    breakDown: () => outcomeOf(() => Promise.reject(new Error('connection refused'))),
  };
}

async function rested() {
  const breaker = createBreaker();
  for (let call = 0; call < 3; call++) await breaker.timeOut();
  jest.advanceTimersByTime(1_000);
  return breaker;
}

test('after three timeouts in a row nothing is asked for a second', async () => {
  const { timeOut, answer } = createBreaker();
  for (let call = 0; call < 3; call++) expect(await timeOut()).toBe('failed');
  jest.advanceTimersByTime(999);
  expect(await answer()).toBe('not called');
  jest.advanceTimersByTime(1);
  expect(await answer()).toBe('answered');
  expect(await answer()).toBe('answered');
});

test('timeouts with answers between them stop nothing', async () => {
  const { timeOut, answer } = createBreaker();
  for (let call = 0; call < 8; call++) {
    await timeOut();
    await timeOut();
    for (let good = 0; good < 3; good++) expect(await answer()).toBe('answered');
  }
});

test('calls that fail at once keep nobody waiting: three of them stop nothing', async () => {
  const { breakDown, answer } = createBreaker();
  for (let call = 0; call < 3; call++) await breakDown();
  expect(await answer()).toBe('answered');
});

test('half of twenty calls stop it, whatever their failures were', async () => {
  const { breakDown, answer } = createBreaker();
  for (let call = 0; call < 10; call++) await answer();
  for (let call = 0; call < 11; call++) await breakDown();
  expect(await answer()).toBe('not called');
});

test('after the rest one short call decides, and nobody else calls or waits', async () => {
  const { outcomeOf, answer } = await rested();
  const probe = Promise.withResolvers<string>();
  let givenMs = 0;
  const probing = outcomeOf((limitMs) => {
    givenMs = limitMs;
    return probe.promise;
  });
  expect(givenMs).toBe(1_000);
  expect(await answer()).toBe('not called');
  probe.resolve('back');
  expect(await probing).toBe('back');
  expect(await outcomeOf(async (limitMs) => String(limitMs))).toBe('Infinity');
});

test('a probe that fails makes the rest twice as long', async () => {
  const { timeOut, answer } = await rested();
  expect(await timeOut()).toBe('failed');
  jest.advanceTimersByTime(1_999);
  expect(await answer()).toBe('not called');
  jest.advanceTimersByTime(1);
  expect(await answer()).toBe('answered');
});
