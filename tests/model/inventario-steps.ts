import type { ReservationAnswer } from '../../subgraphs/inventario/reservations/reservation.ts';
import {
  confirm,
  release,
  reserve,
} from '../../subgraphs/inventario/reservations/reserve-stock.ts';
import type {
  ReservationState,
  StockBatch,
} from '../../subgraphs/inventario/reservations/stock-batch.ts';
import type { PromiseName } from './promises.ts';
import type { Rules } from './rules.ts';
import { type AttemptState, isHolding, type KeyState, unitsHeld } from './sale-state.ts';

/**
 * The work of inventario for one key: the real decisions, over rows that are made from the state.
 */
export interface StockChange {
  key: KeyState;
  available: number;
}

export interface StockSetting {
  rules: Rules;
  unitsPerSale: number;
}

const NOW = new Date('2026-01-01T00:00:00Z');
const BEFORE = new Date('2025-12-31T00:00:00Z');
const AFTER = new Date('2026-01-02T00:00:00Z');
const PRODUCT_ID = 1;

/** A copy of the reserve of an attempt arrives. */
export function runReserve(
  setting: StockSetting,
  { key, available }: StockChange,
  number: number,
): StockChange & { answer: ReservationAnswer } {
  const { rules, unitsPerSale } = setting;
  const attempt = attemptOf(key, number);
  const batch = batchOf(setting, { key, available });
  const known = batch.reservations.get(idOf(number));
  const mustForget =
    (!rules.refusesReleased && known?.status === 'RELEASED') ||
    (!rules.storesAnswers && known?.status === 'HELD');
  if (mustForget) batch.reservations.delete(idOf(number));

  const answer = reserve(batch, {
    id: idOf(number),
    requestHash: attempt.purchase ?? 'discarded',
    validUntil: attempt.isLate && rules.refusesLate ? BEFORE : AFTER,
    replaces: (attempt.reserveNaming ?? []).map(idOf),
    lines: [
      {
        productId: String(PRODUCT_ID),
        quantity: unitsPerSale,
        expectedUnitPriceCentimos: null,
      },
    ],
    requestId: null,
    actorId: null,
  });
  return { ...readBatch(batch, { key, available }), answer };
}

/** A copy of a confirm arrives. */
export function runConfirm(
  setting: StockSetting,
  before: StockChange,
  number: number,
): StockChange & { isAcknowledged: boolean } {
  const batch = batchOf(setting, before);
  const { acknowledged } = confirm(batch, idOf(number));
  return { ...readBatch(batch, before), isAcknowledged: acknowledged };
}

/** A copy of a release arrives. */
export function runRelease(
  setting: StockSetting,
  before: StockChange,
  number: number,
): StockChange & { isAcknowledged: boolean } {
  const { rules } = setting;
  const batch = batchOf(setting, before);
  const known = batch.reservations.get(idOf(number));
  if (!rules.confirmedIsFinal && known?.status === 'CONFIRMED') known.status = 'HELD';
  const { acknowledged } = release(batch, idOf(number));
  if (!rules.leavesTombstones && !known) batch.reservations.delete(idOf(number));
  const after = readBatch(batch, before);
  if (!acknowledged) return { ...after, isAcknowledged: false };
  const key = markReleased(after.key, number);
  return { ...after, key, isAcknowledged: true };
}

/**
 * A refusal for lack of stock is unjust when the key's own earlier attempts hold the units that are
 * missing. Repeating a refusal that was just is no new one.
 * @returns the promise that the answer breaks, or null
 */
export function unjustRejection(
  { unitsPerSale }: StockSetting,
  before: StockChange,
  number: number,
  answer: ReservationAnswer,
): PromiseName | null {
  const isFirst = attemptOf(before.key, number).reservation === null;
  if (answer.kind !== 'Rejected' || !isFirst) return null;
  const ownUnits = unitsHeld(before.key, unitsPerSale);
  return before.available + ownUnits >= unitsPerSale ? 'retry' : null;
}

function attemptOf(key: KeyState, number: number): AttemptState {
  const attempt = key.attempts[number - 1];
  if (!attempt) throw new Error(`There is no attempt ${number}`);
  return attempt;
}

function idOf(number: number): string {
  return `attempt ${number}`;
}

function batchOf({ unitsPerSale }: StockSetting, { key, available }: StockChange): StockBatch {
  const product = {
    id: PRODUCT_ID,
    sku: 'SKU',
    name: 'Product',
    categoryId: null,
    priceCentimos: 100,
    status: 'ACTIVE' as const,
    available,
    lastSeq: 0,
  };
  const reservations = key.attempts.flatMap((attempt, index) =>
    attempt.reservation ? [rowOf(attempt, idOf(index + 1), unitsPerSale)] : [],
  );
  return {
    now: NOW,
    reservations: new Map(reservations.map((row) => [row.id, row])),
    products: new Map([[PRODUCT_ID, product]]),
    movements: [],
  };
}

function rowOf(attempt: AttemptState, id: string, quantity: number): ReservationState {
  const { reservation, purchase } = attempt;
  if (reservation === null || reservation === 'tombstone') {
    const nothing = { requestHash: null, outcome: null, validUntil: null, lines: [] };
    return { id, status: 'RELEASED', change: 'none', ...nothing };
  }
  const outcome =
    reservation === 'REJECTED'
      ? { kind: 'Rejected' as const, rejections: [] }
      : { kind: 'Held' as const, held: [] };
  const lines = isHolding(attempt)
    ? [{ productId: PRODUCT_ID, quantity, unitPriceCentimos: 100 }]
    : [];
  return {
    id,
    status: reservation,
    requestHash: purchase,
    outcome,
    validUntil: AFTER,
    lines,
    change: 'none',
  };
}

/** The state after a transaction; its ledger lines must say exactly what happened to the stock. */
function readBatch(batch: StockBatch, before: StockChange): StockChange {
  let units = before.available;
  for (const [index, { seq, delta, availableAfter }] of batch.movements.entries()) {
    units += delta;
    if (seq !== index + 1 || availableAfter !== units) throw new Error('The ledger is wrong');
  }
  const available = batch.products.get(PRODUCT_ID)?.available;
  if (available !== units) throw new Error('The ledger does not explain the stock');

  const attempts = before.key.attempts.map((attempt, index): AttemptState => {
    const row = batch.reservations.get(idOf(index + 1));
    const isTombstone = row?.status === 'RELEASED' && row.requestHash === null;
    const reservation = isTombstone ? 'tombstone' : (row?.status ?? null);
    if (reservation === attempt.reservation) return attempt;
    return {
      ...attempt,
      reservation,
      isLate: false,
      wasReleased: attempt.wasReleased || row?.status === 'RELEASED',
      wasConfirmed: attempt.wasConfirmed || row?.status === 'CONFIRMED',
    };
  });
  return { key: { ...before.key, attempts }, available };
}

function markReleased(key: KeyState, number: number): KeyState {
  const attempts = key.attempts.map((attempt, index) =>
    index === number - 1 ? { ...attempt, wasReleased: true } : attempt,
  );
  return { ...key, attempts };
}
