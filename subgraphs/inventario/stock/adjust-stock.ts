import { createHash } from 'node:crypto';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { keyScopeOf } from '../../../common/process/identity/key-scope.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import type { AuditEvent } from '../../../common/subgraph/audit/audit-store.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId, parseUuid, type RowId } from '../../../common/values/ids.ts';
import { readText } from '../../../common/values/text.ts';
import type { AuditKind } from '../audit-kinds.ts';
import { lockingEdit } from '../edit.ts';
import type { AjustarStockInput } from '../generated/schema-types.ts';
import { MAX_STOCK_UNITS } from '../products/product-rules.ts';
import { type AdjustmentKey, insertAdjustment, lockAdjustment } from './adjustment-store.ts';
import { type LockedProduct, type Movement, moveStock } from './stock-ledger.ts';
import { findHeldUnits, insertMovements, lockProducts, updateStock } from './stock-store.ts';

const REASON = { maxCharacters: 200 };

/** A correction whose form is good. */
interface Adjustment {
  key: AdjustmentKey;
  requestHash: string;
  productId: RowId<'Product'>;
  change: { delta: number } | { counted: number };
  kind: 'RECEIPT' | 'RETURN' | 'ADJUSTMENT' | 'LOSS' | 'COUNT';
  reason: string;
  expectedAvailable: number | null;
  actorId: string | null;
}

/** The outcome of a correction; `seq` names its ledger line, null when nothing changed. */
export type AdjustmentOutcome =
  | { kind: 'Adjusted'; productId: number; seq: number | null; replayed: boolean }
  | { kind: 'Refused'; productId: number | null; error: UserError }
  | { kind: 'Insufficient'; productId: number; requested: number; available: number };

/**
 * Corrects the stock of a product by a difference or to a count, once per idempotency key. A count
 * is of what stands in the shop, so units set aside for sales are part of it.
 * @throws refusal BAD_USER_INPUT when not exactly one of delta and counted is given, or the key is
 *   no UUID
 */
export async function adjustStock(
  deps: LockingEditDeps,
  input: AjustarStockInput,
): Promise<AdjustmentOutcome> {
  const adjustment = readAdjustment(input, deps.request?.caller.actor ?? null);
  if ('code' in adjustment) return { kind: 'Refused', productId: null, error: adjustment };
  return lockingEdit(deps, (sql, audit) => adjustLocked(sql, adjustment, audit));
}

async function adjustLocked(
  sql: Sql,
  adjustment: Adjustment,
  audit: (event: AuditEvent<AuditKind>) => void,
): Promise<AdjustmentOutcome> {
  const { key, requestHash, productId, expectedAvailable } = adjustment;
  const refused = (error: UserError) => ({ kind: 'Refused' as const, productId, error });

  const [product] = await sql.query(lockProducts([productId]));
  const earlier = await lockAdjustment(sql, key);
  if (earlier) {
    if (earlier.requestHash !== requestHash) {
      return refused(userError('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey']));
    }
    return { kind: 'Adjusted', productId, seq: earlier.seq, replayed: true };
  }
  if (!product) return refused(userError('PRODUCT_NOT_FOUND', ['productId']));
  if (expectedAvailable !== null && expectedAvailable !== product.available) {
    return refused(userError('STALE', ['expectedAvailable']));
  }

  const delta = await deltaOf(sql, product, adjustment.change);
  const { available } = product;
  if (available + delta < 0)
    return { kind: 'Insufficient', productId, requested: -delta, available };
  if (available + delta > MAX_STOCK_UNITS) return refused(userError('INVALID_QUANTITY', []));

  const movement = delta === 0 ? null : await writeMovement(sql, product, { ...adjustment, delta });
  const seq = movement?.seq ?? null;
  if (movement) audit(adjusted(product, movement, adjustment));
  await insertAdjustment(sql, key, { requestHash, productId, seq });
  return { kind: 'Adjusted', productId, seq, replayed: false };
}

async function deltaOf(
  sql: Sql,
  { id, available }: LockedProduct,
  change: Adjustment['change'],
): Promise<number> {
  if ('delta' in change) return change.delta;
  const held = (await findHeldUnits(sql, [id])).get(id) ?? 0;
  return change.counted - (available + held);
}

async function writeMovement(
  sql: Sql,
  product: LockedProduct,
  { delta, kind, reason, actorId }: Adjustment & { delta: number },
): Promise<Movement> {
  const movement = moveStock(product, delta, { kind, reason, actorId, reference: null });
  await sql.script([...insertMovements([movement]), ...updateStock([product])]);
  return movement;
}

function adjusted(
  { id, sku }: LockedProduct,
  { delta, availableAfter }: Movement,
  { kind, reason }: Adjustment,
): AuditEvent<AuditKind> {
  const detail = `${kind} ${delta}, available ${availableAfter}: ${reason}`;
  return { kind: 'STOCK_ADJUSTED', subject: `Product ${id} ${sku}`, detail };
}

function readAdjustment(input: AjustarStockInput, actor: Actor | null): Adjustment | UserError {
  const { delta, counted } = input;
  const idempotencyKey = parseUuid(input.idempotencyKey);
  if (idempotencyKey === null) throw refusal('BAD_USER_INPUT', 'idempotencyKey debe ser un UUID.');
  assertOneChange(input);
  const hasDelta = typeof delta === 'number';
  const productId = parseRowId<'Product'>(input.productId);
  if (productId === null) return userError('PRODUCT_NOT_FOUND', ['productId']);
  const reason = readText(input.reason, REASON);
  const [unreadable] = textErrors(reason, ['reason']);
  if (unreadable) return unreadable;
  const units = delta ?? counted ?? 0;
  if (!isGoodQuantity(units, input)) {
    return userError('INVALID_QUANTITY', [hasDelta ? 'delta' : 'counted']);
  }
  return {
    key: { scope: keyScopeOf(actor), idempotencyKey },
    requestHash: hashInput(input),
    productId,
    change: hasDelta ? { delta: units } : { counted: units },
    kind: hasDelta ? (input.kind ?? 'ADJUSTMENT') : 'COUNT',
    reason: reason.text,
    expectedAvailable: input.expectedAvailable ?? null,
    actorId: actor?.id ?? null,
  };
}

/** @throws Refusal when it says both a delta and a count, or neither, or the kind of a count */
function assertOneChange({ delta, counted, kind }: AjustarStockInput): void {
  const hasDelta = typeof delta === 'number';
  if (hasDelta === (typeof counted === 'number')) {
    throw refusal('BAD_USER_INPUT', 'Indique delta o counted, uno de los dos.');
  }
  if (!hasDelta && kind) throw refusal('BAD_USER_INPUT', 'kind solo acompaña a delta.');
}

/** A count is never negative, goods received add, a loss takes, and nothing is a change of zero. */
function isGoodQuantity(units: number, { delta, kind }: AjustarStockInput): boolean {
  if (Math.abs(units) > MAX_STOCK_UNITS) return false;
  if (typeof delta !== 'number') return units >= 0;
  if (kind === 'RECEIPT' || kind === 'RETURN') return units > 0;
  return kind === 'LOSS' ? units < 0 : units !== 0;
}

function hashInput(input: AjustarStockInput): string {
  const { productId, delta, counted, kind, reason, expectedAvailable } = input;
  const parts = [productId, delta, counted, kind, reason, expectedAvailable];
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex');
}
