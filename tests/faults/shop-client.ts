// A client of the shop that never throws: whatever happens to its requests is an outcome.
import { setTimeout as sleep } from 'node:timers/promises';
import { UNDECIDED_CODES } from '../../common/process/errors/error-codes.ts';
import type { WholeData } from '../../common/process/http/typed-document.ts';
import { ADJUST, DISCARD, READ, SELL, type SellData } from './generated/shop-client.api.ts';
import { connectToGraph } from './graph-connection.ts';
import type {
  AdjustTry,
  DiscardTry,
  Line,
  Operation,
  Outcome,
  SaleTry,
  SoldSale,
} from './history.ts';

export interface ShopClient {
  /** Every operation so far, with what became of it. */
  operations: readonly Operation[];
  sell(key: string, lines: readonly Line[]): Promise<SaleTry>;
  /** Sells with the same key again and again until the outcome is known, or the time is over. */
  sellUntilKnown(key: string, lines: readonly Line[], limitMs?: number): Promise<SaleTry>;
  /** Discards a key, again and again until the database could say what became of it. */
  discardUntilKnown(key: string, limitMs?: number): Promise<DiscardTry>;
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

/** Refusals that are about the request itself: sent again, it would be refused again. */
const FINAL_REFUSALS = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);
const RETRY_PAUSE_MS = 200;

export function createShopClient(options: ShopClientOptions): ShopClient {
  const graph = connectToGraph(options.url, options.connections ?? 32);
  const operations: Operation[] = [];

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
        const { data, refusal } = await graph.send(SELL, { input });
        const outcome = outcomeOf(refusal, data?.realizarVenta ?? null, soldOf);
        return { kind: 'sale', key, lines, outcome };
      }),
    );
  };

  const discard = (key: string): Promise<DiscardTry> =>
    mustBe(
      record<DiscardTry>(async () => {
        const { data, refusal } = await graph.send(DISCARD, { input: { idempotencyKey: key } });
        const { outcome: decided, sale = null } = data?.cancelarIntento ?? {};
        const isKnown = decided === 'NOT_SOLD' || decided === 'SOLD';
        const outcome: DiscardTry['outcome'] = isKnown
          ? { kind: 'ok', saleId: sale?.id ?? null }
          : { kind: 'unknown', code: refusal ?? 'IN_PROGRESS' };
        return { kind: 'discard', key, outcome };
      }),
    );

  return {
    operations,
    sell,
    sellUntilKnown: (key, lines, limitMs) => untilKnown(() => sell(key, lines), limitMs),
    discardUntilKnown: (key, limitMs) => untilKnown(() => discard(key), limitMs),
    adjust(key, productId, delta) {
      const input = { idempotencyKey: key, productId, delta, reason: 'fault test' };
      return mustBe(
        record<AdjustTry>(async () => {
          const { data, refusal } = await graph.send(ADJUST, { input });
          const outcome = outcomeOf(refusal, data?.ajustarStock ?? null, () => ({}));
          return { kind: 'adjust', key, productId, delta, outcome };
        }),
      );
    },
    async readStock(productId) {
      await record(async () => {
        const { data } = await graph.send(READ, { id: productId });
        const available = data?.producto?.stock.available;
        return available === undefined ? null : { kind: 'read', productId, available };
      });
    },
    close: graph.close,
  };
}

const UNTIL_KNOWN_MS = 20_000;

/** Tries until the outcome is known, or the time is over. */
async function untilKnown<Try extends SaleTry | DiscardTry>(
  attempt: () => Promise<Try>,
  limitMs = UNTIL_KNOWN_MS,
): Promise<Try> {
  const giveUpAtMs = performance.now() + limitMs;
  for (;;) {
    const tried = await attempt();
    if (tried.outcome.kind !== 'unknown' || performance.now() > giveUpAtMs) return tried;
    await sleep(RETRY_PAUSE_MS);
  }
}

async function mustBe<Kind>(recorded: Promise<Kind | null>): Promise<Kind> {
  const operation = await recorded;
  if (operation === null) throw new Error('the operation was not recorded');
  return operation;
}

function soldOf({ sale }: WholeData<SellData>['realizarVenta']): { sale: SoldSale } | null {
  if (!sale) return null;
  const { id, total, items } = sale;
  return { sale: { id, total, lines: items } };
}

/** @param known reads an answer without errors; null when it says nothing */
function outcomeOf<Payload extends { userErrors: readonly { code: string }[] }, Known>(
  refusal: string | null,
  payload: Payload | null,
  known: (payload: Payload) => Known | null,
): Outcome<Known> {
  const code = refusal ?? payload?.userErrors[0]?.code;
  if (code !== undefined) {
    const isFinal = refusal === null ? !UNDECIDED_CODES.has(code) : FINAL_REFUSALS.has(code);
    return { kind: isFinal ? 'fail' : 'unknown', code };
  }
  const result = payload ? known(payload) : null;
  return result ? { kind: 'ok', ...result } : { kind: 'unknown', code: 'NO_ANSWER' };
}
