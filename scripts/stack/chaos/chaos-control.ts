import { randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  closeGracefully,
  createHttpServer,
  type HttpCall,
  HttpRefusal,
  type HttpReply,
  listen,
  type Route,
} from '../../../common/process/http/http-server.ts';
import type { Log } from '../../../common/process/log/log.ts';
import { type ChaosAction, createChaosActions } from './chaos-actions.ts';
import type { ChaosHelper } from './chaos-helper.ts';
import type { ChaosEvent, ChaosStatus } from './chaos-status.ts';
import { type ChaosTarget, watchTargets } from './chaos-watch.ts';

/** The control endpoint of a supervisor: it kills and loads for whoever knows its token. */
export interface ChaosControl {
  port: number;
  /** Random, of this start; only `web` is told. */
  token: string;
  /** Ends a load, and waits a moment for its sales. */
  stop(): Promise<void>;
}

export interface ChaosControlOptions {
  targets: readonly ChaosTarget[];
  helper: (onEvent: (event: ChaosEvent) => void) => ChaosHelper;
  log: Log;
  /** A page that has not asked for so long has gone, in ms. */
  goneAfterMs?: number;
  /** Least time between two kills, in ms. */
  killEveryMs?: number;
}

const GONE_AFTER_MS = 10_000;
const KILL_EVERY_MS = 3_000;
const STOP_LIMIT_MS = 5_000;
const LOOK_MS = 250;
const MAX_BODY_BYTES = 1_024;
const MAX_EVENTS = 100;
const LOOPBACK = '127.0.0.1';

/** The header with the access token of the administrator who looks at the page. */
const BEARER_HEADER = 'x-chaos-bearer';

/** Opens the endpoint on a free port of loopback. */
export async function startChaosControl(options: ChaosControlOptions): Promise<ChaosControl> {
  const { targets, goneAfterMs = GONE_AFTER_MS, killEveryMs = KILL_EVERY_MS, log } = options;
  const token = randomBytes(32).toString('base64url');
  const events: ChaosEvent[] = [];
  const tell = (event: ChaosEvent) => {
    events.unshift(event);
    events.length = Math.min(events.length, MAX_EVENTS);
  };
  const helper = options.helper(tell);
  const watch = watchTargets(targets, (target, tookMs) =>
    tell({ atMs: Date.now(), kind: 'BACK', target, tookMs }),
  );
  let seenAtMs = Number.NEGATIVE_INFINITY;
  const isGone = () => performance.now() - seenAtMs > goneAfterMs;
  const actions = createChaosActions({ targets, helper, tell, killEveryMs });
  const status = (): ChaosStatus => ({
    ...helper.status(),
    nowMs: Date.now(),
    processes: watch.read(),
    events,
  });
  /** Each request says that somebody looks, and as whom the load may sell. */
  const routeOf = ({ method, run }: ChaosAction): Route => {
    return async (call) => {
      if (!isKnown(call, token) || call.method !== method) throw new HttpRefusal('NOT_FOUND');
      // A single look only asks whether there is a chaos test at all.
      const isWatching = method === 'POST' || !isGone();
      seenAtMs = performance.now();
      const bearer = call.headers[BEARER_HEADER];
      if (isWatching && typeof bearer === 'string') helper.order({ kind: 'BEARER', token: bearer });
      run(method === 'POST' ? await call.readBody() : '');
      return json(status());
    };
  };
  const server = createHttpServer({
    routes: Object.fromEntries(
      Object.entries(actions).map(([path, action]) => [path, routeOf(action)]),
    ),
    maxBodyBytes: MAX_BODY_BYTES,
    log,
  });
  let isLeaving = false;
  const ending = setInterval(() => {
    if (!isGone()) isLeaving = false;
    else if (!helper.isLoading()) void helper.dismiss();
    else if (!isLeaving) {
      isLeaving = true;
      helper.order({ kind: 'END_LOAD' });
      tell({ atMs: Date.now(), kind: 'PAGE_GONE' });
    }
  }, LOOK_MS);
  const port = await listen(server, LOOPBACK, 0);
  return {
    port,
    token,
    async stop() {
      clearInterval(ending);
      await closeGracefully(server);
      await settle(helper);
      watch.stop();
      await helper.dismiss();
    },
  };
}

/** Waits for a load to close, but not for long: what is left is settled by recovery. */
async function settle(helper: ChaosHelper): Promise<void> {
  if (!helper.isLoading()) return;
  helper.order({ kind: 'END_LOAD' });
  const giveUpAtMs = performance.now() + STOP_LIMIT_MS;
  while (helper.isLoading() && performance.now() < giveUpAtMs) {
    await sleep(LOOK_MS);
  }
}

function isKnown({ headers }: HttpCall, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function json(body: ChaosStatus): HttpReply {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  };
  return { status: 200, headers, body: JSON.stringify(body) };
}
