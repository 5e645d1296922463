import { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { HttpRefusal } from '../../common/process/http/http-server.ts';
import type { Log } from '../../common/process/log/log.ts';

/** The window after which a client has all its points again. */
const WINDOW_SECONDS = 10;
/** A store that takes longer is as good as none: requests do not wait for it. */
const STORE_TIMEOUT_MS = 150;
const CONNECT_TIMEOUT_MS = 1_000;
const KEY_PREFIX = 'electroplus:rate';

/** Gives every client a budget of points. */
export interface RateLimit {
  /**
   * Takes points from a client's budget.
   * @param client the asker, in any words
   * @throws HttpRefusal RATE_LIMITED, with `retry-after` in seconds, when too few are left
   */
  take(client: string, points: number): Promise<void>;
  close(): Promise<void>;
}

export interface RateLimitOptions {
  /** Points per client and 10 s. */
  points: number;
  /** The Redis in which all routers keep their count together; null: each keeps its own. */
  redisUrl: string | null;
  /** Longest wait for that store. */
  storeTimeoutMs?: number;
  log: Log;
}

/** No limit at all. */
export const NO_RATE_LIMIT: RateLimit = {
  take: async () => undefined,
  close: async () => undefined,
};

/**
 * Makes the limit. While Redis does not answer each router counts in its own memory: clients are
 * served, and still limited.
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { points, redisUrl, storeTimeoutMs = STORE_TIMEOUT_MS, log } = options;
  const memory = new RateLimiterMemory({ keyPrefix: KEY_PREFIX, points, duration: WINDOW_SECONDS });
  if (redisUrl === null) return limitBy(memory, async () => undefined);

  const redis = connect(redisUrl, storeTimeoutMs, log);
  const shared = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: KEY_PREFIX,
    points,
    duration: WINDOW_SECONDS,
    // A client above its budget is refused without asking Redis again.
    inMemoryBlockOnConsumed: points,
    insuranceLimiter: memory,
  });
  return limitBy(shared, async () => redis.disconnect());
}

function limitBy(limiter: RateLimiterAbstract, close: () => Promise<void>): RateLimit {
  return {
    close,
    async take(client, points) {
      try {
        // A request that costs more than the whole budget takes all of it: else it could never run.
        await limiter.consume(client, Math.min(points, limiter.points));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
        const budget = `${limiter.points} puntos cada ${WINDOW_SECONDS} s`;
        const detail = `Espere ${seconds} s (límite: ${budget}).`;
        throw new HttpRefusal('RATE_LIMITED', detail, { 'retry-after': seconds.toString() });
      }
    },
  };
}

function connect(url: string, commandTimeout: number, log: Log): Redis {
  const redis = new Redis(url, {
    commandTimeout,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Without a connection a command fails at once instead of waiting for one.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (tries) => Math.min(tries * 100, 2_000),
  });
  let isConnected = true;
  redis.on('ready', () => {
    isConnected = true;
    log.info('rate-limit.store-connected');
  });
  redis.on('error', (error: Error) => {
    // Once per loss: it is tried again many times.
    if (isConnected) log.warn('rate-limit.store-lost', { error });
    isConnected = false;
  });
  return redis;
}
