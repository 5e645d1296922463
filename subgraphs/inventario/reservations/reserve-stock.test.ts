import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ReservationRequest } from './reservation.ts';
import { confirm, judgeLines, release, reserve } from './reserve-stock.ts';
import type { StockBatch } from './stock-batch.ts';

/*
 * The decisions about reservations, in memory: random jobs on two products with few units, in any
 * order and repetition, must keep the rules that never sell what is not there.
 */

const NOW = new Date('2026-01-01T00:00:00Z');
const VALID = new Date('2026-01-01T00:00:08Z');

function batchWith(available: number[]): StockBatch {
  const products = available.map((units, index) => ({
    id: index + 1,
    sku: `SKU-${index + 1}`,
    name: `Product ${index + 1}`,
    categoryId: index === 0 ? 7 : null,
    priceCentimos: 1_000,
    status: 'ACTIVE' as const,
    available: units,
    lastSeq: 0,
  }));
  const byId = new Map(products.map((product) => [product.id, product]));
  return { now: NOW, reservations: new Map(), products: byId, movements: [] };
}

function request(id: string, lines: [productId: number, quantity: number][]): ReservationRequest {
  return {
    id,
    requestHash: JSON.stringify(lines),
    validUntil: VALID,
    replaces: [],
    lines: lines.map(([productId, quantity]) => {
      return { productId: String(productId), quantity, expectedUnitPriceCentimos: null };
    }),
    requestId: null,
    actorId: null,
  };
}

const line = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }));
const attemptId = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const job = fc.oneof(
  fc.record({
    kind: fc.constant('reserve' as const),
    id: attemptId,
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    replaces: fc.uniqueArray(attemptId, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constantFrom('confirm' as const, 'release' as const), id: attemptId }),
);
const jobs = fc.array(job, { maxLength: 40 });

test('whatever the jobs, stock is never negative and always agrees with ledger and holds', () => {
  fc.assert(
    fc.property(jobs, (all) => {
      const opening = [5, 3];
      const batch = batchWith(opening);
      for (const next of all) {
        if ('lines' in next) {
          reserve(batch, { ...request(next.id, next.lines), replaces: next.replaces });
        } else if (next.kind === 'confirm') confirm(batch, next.id);
        else release(batch, next.id);
      }
      for (const { id, available, lastSeq } of batch.products.values()) {
        const ledger = batch.movements.filter(({ productId }) => productId === id);
        const taken = [...batch.reservations.values()]
          .filter(({ status }) => status === 'HELD' || status === 'CONFIRMED')
          .flatMap(({ lines }) => lines)
          .filter(({ productId }) => productId === id);
        const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
        expect(available).toBeGreaterThanOrEqual(0);
        expect(available).toBe(opening[id - 1]! + sum(ledger.map(({ delta }) => delta)));
        expect(sum(taken.map(({ quantity }) => quantity))).toBe(opening[id - 1]! - available);
        expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map((_, index) => index + 1));
        expect(lastSeq).toBe(ledger.length);
      }
    }),
  );
});

test('an id is answered once: every repetition gets the same answer until it is released', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), jobs, (lines, noise) => {
      const batch = batchWith([5, 3]);
      const first = reserve(batch, request('mine', lines));
      for (const next of noise) {
        if ('lines' in next) reserve(batch, request(next.id, next.lines));
      }
      expect(reserve(batch, request('mine', lines))).toEqual(first);
    }),
  );
});

test('lines are judged as a reserve of them is then answered, and nothing is taken for it', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), jobs, (lines, earlier) => {
      const batch = batchWith([5, 3]);
      for (const next of earlier) {
        if ('lines' in next) reserve(batch, request(next.id, next.lines));
      }
      const before = structuredClone(batch);
      const judged = judgeLines(batch, request('mine', lines).lines);
      expect(batch).toEqual(before);
      const answer = reserve(batch, request('mine', lines));
      expect(answer).toEqual(
        judged.rejections.length > 0
          ? { kind: 'Rejected', rejections: judged.rejections }
          : { kind: 'Held', held: judged.held },
      );
      const productIds = new Set(lines.map(([productId]) => productId));
      expect(judged.held).toHaveLength([...productIds].filter((id) => id <= 2).length);
    }),
  );
});

test('a released id never holds again, even when the release came before the reserve', () => {
  const batch = batchWith([5]);
  expect(release(batch, 'a')).toEqual({ id: 'a', acknowledged: true, status: 'RELEASED' });
  expect(reserve(batch, request('a', [[1, 1]]))).toEqual({ kind: 'Refused', reason: 'released' });
  expect(batch.products.get(1)?.available).toBe(5);
});

test('all lines are held or none, and every short product is reported with the sum asked for', () => {
  const batch = batchWith([5, 3]);
  const answer = reserve(
    batch,
    request('a', [
      [1, 3],
      [2, 4],
      [1, 3],
    ]),
  );
  expect(answer).toEqual({
    kind: 'Rejected',
    rejections: [
      { code: 'INSUFFICIENT_STOCK', productId: '1', requested: 6, available: 5 },
      { code: 'INSUFFICIENT_STOCK', productId: '2', requested: 4, available: 3 },
    ],
  });
  expect(batch.movements).toEqual([]);
});

test('the last unit can be sold to the retry of the attempt that still holds it', () => {
  const batch = batchWith([1]);
  reserve(batch, request('first', [[1, 1]]));
  const retry = reserve(batch, { ...request('second', [[1, 1]]), replaces: ['first'] });
  expect(retry.kind).toBe('Held');
  expect(batch.reservations.get('first')?.status).toBe('RELEASED');
  expect(batch.products.get(1)?.available).toBe(0);
});

test('an attempt that would replace a confirmed sale is refused, and takes nothing', () => {
  const batch = batchWith([2]);
  reserve(batch, request('sold', [[1, 1]]));
  confirm(batch, 'sold');
  const retry = reserve(batch, { ...request('again', [[1, 1]]), replaces: ['sold'] });
  expect(retry).toEqual({ kind: 'Refused', reason: 'replaces a confirmed sale' });
  expect(batch.products.get(1)?.available).toBe(1);
});

test('a hold is not created at or after its validity, but is still answered when it exists', () => {
  const batch = batchWith([5]);
  const held = reserve(batch, request('early', [[1, 1]]));
  batch.now = VALID;
  expect(reserve(batch, request('late', [[1, 1]]))).toEqual({ kind: 'Refused', reason: 'late' });
  expect(reserve(batch, request('early', [[1, 1]]))).toEqual(held);
});

test('the same id with another purchase is refused', () => {
  const batch = batchWith([5]);
  reserve(batch, request('a', [[1, 1]]));
  const other = reserve(batch, request('a', [[1, 2]]));
  expect(other).toEqual({ kind: 'Refused', reason: 'other hash' });
});

test('confirming what was released, rejected or never seen is not acknowledged', () => {
  const batch = batchWith([1]);
  release(batch, 'released');
  reserve(batch, request('rejected', [[1, 2]]));
  for (const id of ['released', 'rejected', 'unknown']) {
    expect(confirm(batch, id).acknowledged).toBe(false);
  }
});

test('releasing a confirmed sale is not acknowledged and gives nothing back', () => {
  const batch = batchWith([1]);
  reserve(batch, request('a', [[1, 1]]));
  confirm(batch, 'a');
  expect(release(batch, 'a')).toEqual({ id: 'a', acknowledged: false, status: 'CONFIRMED' });
  expect(batch.products.get(1)?.available).toBe(0);
});
