// Goal: a client's budget holds in one router and across several, and losing the shared store
// neither stops the shop nor lifts the limit. Method: a real Redis on a port of its own.
import { afterEach, expect, test } from '@jest/globals';
import type { Log } from '../../../common/process/log/log.ts';
import {
  createRateLimit,
  NO_RATE_LIMIT,
  type RateLimit,
} from '../../../router/admission/rate-limit.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { missingRedis, type RedisServer, startRedis } from '../../support/redis-server.ts';
import { skipWithMessage } from '../../support/skip-with-message.ts';

const testWithRedis = skipWithMessage(missingRedis());

const events: string[] = [];
const note = (event: string) => void events.push(event);
const log: Log = { debug: note, info: note, warn: note, error: note, with: () => log };

const limits: RateLimit[] = [];
let redis: RedisServer | undefined;
afterEach(async () => {
  await Promise.all(limits.splice(0).map((limit) => limit.close()));
  await redis?.stop();
  redis = undefined;
  events.length = 0;
});

function limitOf(points: number, redisUrl: string | null = null): RateLimit {
  // A machine that is busy with other tests is no lost store.
  const limit = createRateLimit({ points, redisUrl, storeTimeoutMs: 5_000, log });
  limits.push(limit);
  return limit;
}

const refusal = expect.objectContaining({
  code: 'RATE_LIMITED',
  detail: expect.stringMatching(/^Espere \d+ s \(límite: 10 puntos cada 10 s\)\.$/),
  headers: { 'retry-after': expect.stringMatching(/^([1-9]|10)$/) },
});

test('points add up to the budget, and the refusal says how long to wait', async () => {
  const limit = limitOf(10);
  await limit.take('a', 7);
  await limit.take('a', 3);
  await expect(limit.take('a', 1)).rejects.toEqual(refusal);
});

test('an operation that costs more than the whole budget takes all of it, and runs', async () => {
  const limit = limitOf(10);
  await limit.take('a', 5_000);
  await expect(limit.take('a', 1)).rejects.toEqual(refusal);
});

test('one client’s budget is not another’s', async () => {
  const limit = limitOf(10);
  await limit.take('a', 10);
  await limit.take('b', 10);
});

test('off means off', async () => {
  for (let times = 0; times < 100; times++) await NO_RATE_LIMIT.take('a', 1e9);
});

testWithRedis('two routers count together', async () => {
  redis = await startRedis();
  const [one, other] = [limitOf(10, redis.url), limitOf(10, redis.url)];
  await eventually('both connections', () => events.length === 2);
  await one.take('a', 6);
  await expect(other.take('a', 6)).rejects.toEqual(refusal);
  await other.take('b', 6);
});

testWithRedis('without its store a router counts alone, until the store is back', async () => {
  redis = await startRedis();
  const { url } = redis;
  const limit = limitOf(10, url);
  await eventually('the connection', () => events.includes('rate-limit.store-connected'));
  await limit.take('a', 6);
  await redis.stop();
  await eventually('the loss', () => events.includes('rate-limit.store-lost'));

  await limit.take('a', 6); // The shared count is gone with its store; the own one begins.
  await expect(limit.take('a', 6)).rejects.toEqual(refusal);
  expect(events.filter((event) => event === 'rate-limit.store-lost')).toHaveLength(1);

  redis = await startRedis(Number(new URL(url).port));
  await eventually('the new connection', () => events.at(-1) === 'rate-limit.store-connected');
  await limit.take('b', 10);
});

testWithRedis('a store that was never there is the same as one that is lost', async () => {
  const limit = limitOf(10, 'redis://127.0.0.1:1');
  await limit.take('a', 10);
  await expect(limit.take('a', 1)).rejects.toEqual(refusal);
});
