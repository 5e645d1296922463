import { type Deadline, deadlineIn } from '../../../common/process/http/deadline.ts';
import type { ServiceClient } from '../../../common/process/http/service-client.ts';
import type { Log } from '../../../common/process/log/log.ts';
import { failpoint } from '../../../common/subgraph/failpoint/failpoint.ts';
import { centimosOf, formatSoles } from '../../../common/values/money.ts';
import type { Restock } from '../outbox/fact-store.ts';
import { STOCK_REJECTION_CODES, type StockRejection } from '../sales/attempt.ts';
import type { OrderLine } from '../sales/order.ts';
import type { HeldProduct } from '../sales/price-sale.ts';
import type { CallPolicy } from './call-policy.ts';
import {
  CONFIRM_RESERVATIONS,
  QUOTE_STOCK,
  RELEASE_RESERVATIONS,
  RESERVE_STOCK,
  RESTOCK_RETURNS,
  type ReservationInput,
  type ReserveStockData,
} from './generated/reservations.inventario.ts';

/** The stock that one attempt to sell needs. */
export interface ReservationRequest {
  id: string;
  requestHash: string;
  validUntil: Date;
  /** Earlier attempts of the same key, to be released first. */
  replaces: readonly string[];
  lines: readonly OrderLine[];
  requestId: string;
  actorId: string | null;
}

export type ReservationAnswer =
  | { kind: 'Held'; held: HeldProduct[] }
  | { kind: 'Rejected'; rejections: StockRejection[] }
  /** inventario will never hold for this id. */
  | { kind: 'Refused' }
  /** No answer: stock may be held or not. */
  | { kind: 'Unreachable' };

/** The outcome for a reservation that was to be confirmed or released. */
export interface Settlement {
  id: string;
  acknowledged: boolean;
  status: string | null;
}

/** A request for stock, and how long somebody waits for it. */
export interface ReserveCall {
  request: ReservationRequest;
  deadline: Deadline;
}

/** A question for prices and stock, and how long somebody waits for the answer. */
export interface QuoteCall {
  lines: readonly OrderLine[];
  requestId: string;
  deadline: Deadline;
}

export type QuoteAnswer =
  /** `held` has every product that exists, also beside rejections. */
  { kind: 'Quoted'; held: HeldProduct[]; rejections: StockRejection[] } | { kind: 'Unreachable' };

/** The outcome of returns that were to go back on sale. */
export interface RestockAnswer {
  acknowledged: readonly string[];
  refused: readonly string[];
}

export interface InventarioClient {
  /** Never throws: whatever goes wrong is `Unreachable`. Answers in the order of the calls. */
  reserve(calls: readonly ReserveCall[]): Promise<ReservationAnswer[]>;
  /** @throws when inventario does not answer; the outbox tries again */
  settle(kind: 'CONFIRM' | 'RELEASE', ids: readonly string[]): Promise<readonly Settlement[]>;
  /**
   * Puts returned units back on sale, each return once for ever.
   * @returns the returns that are in stock, and those that never can be; others: ask again
   * @throws when inventario does not answer; the outbox tries again
   */
  restock(returns: readonly Restock[]): Promise<RestockAnswer>;
  /** Never throws. Says what `reserve` would answer now, and holds nothing. */
  quote(call: QuoteCall): Promise<QuoteAnswer>;
  /** False while calls would be refused without being sent. */
  isAvailable(): boolean;
}

/** Kept back of a request's time to write the decision after inventario has answered. */
const DECISION_RESERVE_MS = 400;
const SETTLE_BUDGET_MS = 3_000;
/** Two databases, two clocks: from here on, holds and deadlines no longer fit together. */
const MAX_SKEW_MS = 2_000;

export interface InventarioClientDeps {
  service: ServiceClient;
  reservePolicy: CallPolicy;
  settlePolicy: CallPolicy;
  quotePolicy: CallPolicy;
  log: Log;
}

export function createInventarioClient(deps: InventarioClientDeps): InventarioClient {
  const { service, reservePolicy, settlePolicy, quotePolicy, log } = deps;
  return {
    async reserve(calls) {
      const requests = calls.map(({ request }) => request);
      const requestId = requests[0]?.requestId ?? '';
      // As long as anybody waits: who waits less is answered by its own deadline.
      const waitMs = Math.max(...calls.map(({ deadline }) => deadline.remainingMs()));
      const budget = deadlineIn(waitMs - DECISION_RESERVE_MS);
      const variables = { input: { reservations: requests.map(writeRequest) } };
      failpoint('ventas.reserve.before');
      try {
        const { reserveStock } = await reservePolicy.run(budget, (deadline) =>
          service.call({ document: RESERVE_STOCK, variables, requestId, deadline }),
        );
        failpoint('ventas.reserve.after');
        reportSkew(reserveStock.now, log);
        return requests.map(({ id }, index) => readAnswer(id, reserveStock.results[index]));
      } catch (error) {
        log.warn('inventario.unreachable', { requestIds: requests.map((r) => r.requestId), error });
        return requests.map(() => ({ kind: 'Unreachable' }));
      }
    },
    async settle(kind, ids) {
      const document = kind === 'CONFIRM' ? CONFIRM_RESERVATIONS : RELEASE_RESERVATIONS;
      const requestId = `outbox-${ids[0] ?? ''}`;
      const data = await settlePolicy.run(deadlineIn(SETTLE_BUDGET_MS), (deadline) =>
        service.call({ document, variables: { input: { ids } }, requestId, deadline }),
      );
      return data.settled.results;
    },
    async restock(returns) {
      if (returns.length === 0) return { acknowledged: [], refused: [] };
      const variables = { input: { returns } };
      const requestId = `restock-${returns[0]?.id ?? ''}`;
      const data = await settlePolicy.run(deadlineIn(SETTLE_BUDGET_MS), (deadline) =>
        service.call({ document: RESTOCK_RETURNS, variables, requestId, deadline }),
      );
      return data.restocked;
    },
    async quote({ lines, requestId, deadline: until }) {
      const variables = { input: { lines: lines.map(writeLine) } };
      try {
        const { quoted } = await quotePolicy.run(until, (deadline) =>
          service.call({ document: QUOTE_STOCK, variables, requestId, deadline }),
        );
        const { held, rejections } = quoted;
        return {
          kind: 'Quoted',
          held: held.map(readHeld),
          rejections: rejections.map(readRejection),
        };
      } catch (error) {
        log.warn('inventario.unreachable', { requestIds: [requestId], error });
        return { kind: 'Unreachable' };
      }
    },
    isAvailable: () => reservePolicy.isOpenForCalls(),
  };
}

function writeRequest({ validUntil, lines, ...request }: ReservationRequest): ReservationInput {
  return {
    ...request,
    validUntil: validUntil.toISOString(),
    lines: lines.map(writeLine),
  };
}

function writeLine({ productId, quantity, expectedUnitPriceCentimos: expected }: OrderLine) {
  const expectedUnitPrice = expected === null ? null : formatSoles(expected);
  return { productId, quantity, expectedUnitPrice };
}

type ReservationData = ReserveStockData['reserveStock']['results'][number];

function readAnswer(id: string, data: ReservationData | undefined): ReservationAnswer {
  if (data?.id !== id) return { kind: 'Unreachable' };
  switch (data.status) {
    case 'HELD':
    case 'CONFIRMED': {
      return { kind: 'Held', held: data.held.map(readHeld) };
    }
    case 'REJECTED':
      return { kind: 'Rejected', rejections: data.rejections.map(readRejection) };
    case 'RELEASED':
    case 'REFUSED':
      return { kind: 'Refused' };
  }
}

type HeldData = Omit<ReservationData['held'][number], 'categoryId'> & {
  categoryId?: string | null;
};

function readHeld({ unitPrice, ...product }: HeldData): HeldProduct {
  return { ...product, unitPriceCentimos: centimosOf(unitPrice) };
}

function readRejection(data: ReservationData['rejections'][number]): StockRejection {
  const { code, productId, requested, available, expected, current } = data;
  return {
    code: stockCodeOf(code),
    productId,
    ...(requested !== null && { requested }),
    ...(available !== null && { available }),
    ...(expected !== null && { expectedCentimos: centimosOf(expected) }),
    ...(current !== null && { currentCentimos: centimosOf(current) }),
  };
}

function stockCodeOf(code: string): StockRejection['code'] {
  const known = STOCK_REJECTION_CODES.find((stockCode) => stockCode === code);
  if (known === undefined) throw new Error(`inventario sent ${code} as a reason`);
  return known;
}

/** Compares the clock of inventario's database with this process's, for an alarm only. */
function reportSkew(inventarioNow: string, log: Log): void {
  const skewMs = new Date(inventarioNow).getTime() - Date.now();
  if (Math.abs(skewMs) > MAX_SKEW_MS) log.error('clock.skewed', { skewMs });
}
