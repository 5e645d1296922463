// A client of the shop that never throws: whatever happens to its requests is an outcome.
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { UNDECIDED_CODES } from '../../common/process/errors/error-codes.ts';
import { authorizationFor } from '../../scripts/stack/throwaway/graphql-client.ts';
import type { AdjustTry, Line, Operation, Outcome, SaleTry } from './history.ts';

export interface ShopClient {
  /** Every operation so far, with what became of it. */
  operations: readonly Operation[];
  sell(key: string, lines: readonly Line[]): Promise<SaleTry>;
  /** Sells with the same key again and again until the outcome is known, or the time is over. */
  sellUntilKnown(key: string, lines: readonly Line[], limitMs?: number): Promise<SaleTry>;
  adjust(key: string, productId: string, delta: number): Promise<AdjustTry>;
  readStock(productId: string): Promise<void>;
  close(): Promise<void>;
}

export interface ShopClientOptions {
  url: string;
  sellerId: string;
  /** Connections at once. */
  connections?: number;
}

const SELL = `mutation Sell($input: RealizarVentaInput!) {
  realizarVenta(input: $input) {
    sale { id total items { productId quantity } }
    userErrors { code }
  }
}`;
const ADJUST = `mutation Adjust($input: AjustarStockInput!) {
  ajustarStock(input: $input) { userErrors { code } }
}`;
const READ = 'query Read($id: ID!) { producto(id: $id) { stock { available } } }';

/** Faults that are about the request itself: sent again, it would be refused again. */
const FINAL_FAULTS = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);
const ANSWER_LIMIT_MS = 10_000;
const RETRY_PAUSE_MS = 200;

interface Body {
  data?: Record<string, Payload | null> | null;
  errors?: { extensions?: { code?: string } }[];
}
interface Payload {
  sale?: { id: string; total: string; items: Line[] } | null;
  userErrors?: { code: string }[];
  stock?: { available: number };
}

export function createShopClient(options: ShopClientOptions): ShopClient {
  const { origin, pathname } = new URL(options.url);
  const pool = new Pool(origin, { connections: options.connections ?? 32 });
  const operations: Operation[] = [];

  const send = async (query: string, variables: object): Promise<Body> => {
    try {
      const response = await pool.request({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'application/json', ...(await authorizationFor(options.url)) },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      return (await response.body.json()) as Body;
    } catch (error) {
      return { errors: [{ extensions: { code: failureOf(error) } }] };
    }
  };
  /** Sends something and writes down when, and what became of it. */
  const record = async <Kind extends Operation>(
    work: () => Promise<Omit<Kind, 'begunAtMs' | 'endedAtMs'> | null>,
  ): Promise<Kind | null> => {
    const begunAtMs = performance.now();
    const done = await work();
    if (done === null) return null;
    const operation = { ...done, begunAtMs, endedAtMs: performance.now() } as Kind;
    operations.push(operation);
    return operation;
  };

  const sell = (key: string, lines: readonly Line[]): Promise<SaleTry> => {
    const input = { idempotencyKey: key, sellerId: options.sellerId, items: lines };
    return mustBe(
      record<SaleTry>(async () => {
        const body = await send(SELL, { input });
        return { kind: 'sale', key, lines, outcome: saleOutcomeOf(body) };
      }),
    );
  };

  return {
    operations,
    sell,
    async sellUntilKnown(key, lines, limitMs = 20_000) {
      const giveUpAtMs = performance.now() + limitMs;
      for (;;) {
        const tried = await sell(key, lines);
        if (tried.outcome.kind !== 'unknown' || performance.now() > giveUpAtMs) return tried;
        await sleep(RETRY_PAUSE_MS);
      }
    },
    adjust(key, productId, delta) {
      const input = { idempotencyKey: key, productId, delta, reason: 'fault test' };
      return mustBe(
        record<AdjustTry>(async () => {
          const outcome = outcomeOf(await send(ADJUST, { input }), 'ajustarStock', () => ({}));
          return { kind: 'adjust', key, productId, delta, outcome };
        }),
      );
    },
    async readStock(productId) {
      await record(async () => {
        const { data } = await send(READ, { id: productId });
        const available = data?.['producto']?.stock?.available;
        return available === undefined ? null : { kind: 'read', productId, available };
      });
    },
    close: () => pool.destroy(),
  };
}

/** A name for why no answer came: the system's or undici's code, else the kind of error. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

async function mustBe<Kind>(recorded: Promise<Kind | null>): Promise<Kind> {
  const operation = await recorded;
  if (operation === null) throw new Error('the operation was not recorded');
  return operation;
}

function saleOutcomeOf(body: Body): SaleTry['outcome'] {
  return outcomeOf(body, 'realizarVenta', ({ sale }) => {
    if (!sale) return null;
    const { id, total, items } = sale;
    return { sale: { id, total, lines: items } };
  });
}

/** @param known reads an answer without errors; null when it says nothing */
function outcomeOf<Known>(
  { data, errors }: Body,
  field: string,
  known: (payload: Payload) => Known | null,
): Outcome<Known> {
  const payload = data?.[field];
  const fault = errors?.[0]?.extensions?.code;
  const code = fault ?? payload?.userErrors?.[0]?.code;
  if (code !== undefined) {
    const isFinal = fault === undefined ? !UNDECIDED_CODES.has(code) : FINAL_FAULTS.has(code);
    return { kind: isFinal ? 'fail' : 'unknown', code };
  }
  const result = payload ? known(payload) : null;
  return result ? { kind: 'ok', ...result } : { kind: 'unknown', code: 'NO_ANSWER' };
}
