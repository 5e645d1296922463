// Whether everything that was begun has come to its end, and whether the end is sound.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import type { FinalState, Line, Operation } from './history.ts';
import { contradictionsOf } from './history.ts';

export interface Databases {
  inventario: Database;
  ventas: Database;
}

const STAYS_SETTLED_MS = 250;

/** Everything must be settled so long after the last restart. */
export const SETTLES_WITHIN_MS = 15_000;

/**
 * Waits until no attempt is open, no stock is held and no message is on its way.
 * @returns the time that it took, in ms
 */
export async function waitUntilSettled(
  { inventario, ventas }: Databases,
  limitMs = SETTLES_WITHIN_MS,
): Promise<number> {
  const startedAtMs = performance.now();
  let last = '';
  const settled = async () => {
    // In the order in which things go on: what leaves one count is seen by the next one.
    const open = await countRows(ventas, "SaleAttempt WHERE decision = 'OPEN'");
    const messages = (await countRows(ventas, 'Outbox')) + (await countRows(ventas, 'FactOutbox'));
    const held = await countRows(inventario, "Reservation WHERE status = 'HELD'");
    last = `${open} attempts open, ${messages} messages, ${held} held`;
    return open + messages + held === 0;
  };
  try {
    // Twice: what was still on its way to a database when it was first counted is there by then.
    const stays = async () => {
      if (!(await settled())) return false;
      await sleep(STAYS_SETTLED_MS);
      return settled();
    };
    await eventually('everything is settled', stays, limitMs);
  } catch (cause) {
    throw new Error(`not settled within ${limitMs} ms: ${last}`, { cause });
  }
  return Math.round(performance.now() - startedAtMs);
}

async function countRows(database: Database, rows: string): Promise<number> {
  const [counted] = await database.query(
    claimed<{ n: number }>(`SELECT COUNT(*) AS n FROM ${rows}`),
  );
  return counted?.n ?? 0;
}

/**
 * Checks a settled system: every invariant, and what clients were told.
 * @throws Error with everything that is wrong
 */
export async function mustBeSound(
  databases: Databases,
  story: { openingByProduct: ReadonlyMap<string, number>; operations: readonly Operation[] },
): Promise<void> {
  const violations = await brokenPromises(databases);
  const final = await readFinalState(databases, [...story.openingByProduct.keys()]);
  mustBeNothing([...violations, ...contradictionsOf({ ...story, final })]);
}

/**
 * Checks every invariant of a settled system.
 * @throws Error with everything that is wrong
 */
export async function mustHoldPromises(databases: Databases): Promise<void> {
  mustBeNothing(await brokenPromises(databases));
}

async function brokenPromises(databases: Databases): Promise<string[]> {
  const violations = await checkInvariants({ ...databases, quiet: true });
  return violations.map(({ invariant, subject, message }) => `${invariant} ${subject}: ${message}`);
}

/** @throws Error with what is wrong, if anything is */
export function mustBeNothing(wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  throw new Error(`${wrong.length} things are wrong:\n${wrong.slice(0, 20).join('\n')}`);
}

/** Reads what the databases hold about these products. */
async function readFinalState(
  { inventario, ventas }: Databases,
  productIds: readonly string[],
): Promise<FinalState> {
  const [items, adjustments, products] = await Promise.all([
    ventas.query(
      claimed<SoldItem>(
        `SELECT Sale.id, idempotencyKey AS saleKey, totalCentimos, productId, quantity
         FROM Sale JOIN (SELECT saleId, lineNumber, productId, quantity FROM SaleItem) AS item
           ON item.saleId = Sale.id
        WHERE Sale.id IN (SELECT saleId FROM SaleItem WHERE productId IN (?))
        ORDER BY Sale.id, lineNumber`,
        [productIds],
      ),
    ),
    inventario.query(
      claimed<{ adjustmentKey: string; productId: number; delta: number | null }>(
        `SELECT idempotencyKey AS adjustmentKey, StockAdjustment.productId, delta
         FROM StockAdjustment LEFT JOIN StockMovement
           ON StockMovement.productId = StockAdjustment.productId
          AND StockMovement.seq = StockAdjustment.seq
        WHERE StockAdjustment.productId IN (?)`,
        [productIds],
      ),
    ),
    inventario.query(
      claimed<{ id: number; available: number }>(
        'SELECT id, available FROM Product WHERE id IN (?)',
        [productIds],
      ),
    ),
  ]);
  return {
    sales: [...Map.groupBy(items, ({ id }) => id)].map(([id, lines]) => soldSale(id, lines)),
    adjustments: adjustments.map(({ adjustmentKey, productId, delta }) => {
      return { key: adjustmentKey, productId: String(productId), delta: delta ?? 0 };
    }),
    availableByProduct: new Map(products.map(({ id, available }) => [String(id), available])),
  };
}

interface SoldItem {
  id: string;
  saleKey: string;
  totalCentimos: number;
  productId: number;
  quantity: number;
}

function soldSale(id: string, items: readonly SoldItem[]) {
  const lines = items.map(({ productId, quantity }): Line => {
    return { productId: String(productId), quantity };
  });
  const total = ((items[0]?.totalCentimos ?? 0) / 100).toFixed(2);
  return { id, key: items[0]?.saleKey ?? '', total, lines };
}
