import { createHash } from 'node:crypto';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { fault } from '../../../common/process/errors/faults.ts';
import {
  type AuditEvent,
  type AuditedRequest,
  insertAuditEvents,
} from '../../../common/subgraph/audit/audit-store.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { isDuplicateKey, type Sql } from '../../../common/subgraph/database/sql.ts';
import { parseRowId, parseUuid, type RowId } from '../../../common/values/ids.ts';
import type { AuditKind } from '../audit-kinds.ts';
import type { AjustarStockInput } from '../generated/schema-types.ts';
import { MAX_STOCK_UNITS } from '../products/product-rules.ts';
import { type AdjustmentKey, insertAdjustment, lockAdjustment } from './adjustment-store.ts';
import { type LockedProduct, moveStock } from './stock-ledger.ts';
import { findHeldUnits, insertMovements, lockProducts, updateStock } from './stock-store.ts';

const MAX_REASON_CHARACTERS = 200;
const MAX_REPEATS = 3;

/** A correction whose form is good. */
interface Adjustment {
  key: AdjustmentKey;
  requestHash: string;
  productId: RowId<'Product'>;
  change: { delta: number } | { counted: number };
  kind: 'RECEIPT' | 'RETURN' | 'ADJUSTMENT' | 'LOSS' | 'COUNT';
  reason: string;
  expectedAvailable: number | null;
  request: AuditedRequest;
}

/** The outcome of a correction; `seq` names its ledger line, null when nothing changed. */
export type AdjustmentOutcome =
  | { kind: 'Adjusted'; productId: number; seq: number | null; replayed: boolean }
  | { kind: 'Refused'; productId: number | null; error: UserError }
  | { kind: 'Insufficient'; productId: number; requested: number; available: number };

/**
 * Corrects the stock of a product by a difference or to a count, once per idempotency key. A count
 * is of what stands in the shop, so units set aside for sales are part of it.
 * @throws fault BAD_USER_INPUT when not exactly one of delta and counted is given, or the key is
 *   no UUID
 */
export async function adjustStock(
  database: Database,
  input: AjustarStockInput,
  request: AuditedRequest,
): Promise<AdjustmentOutcome> {
  const adjustment = readAdjustment(input, request);
  if ('code' in adjustment) return { kind: 'Refused', productId: null, error: adjustment };
  for (let repeats = 0; ; repeats++) {
    try {
      return await database.transaction((sql) => adjustInTransaction(sql, adjustment));
    } catch (error) {
      // The same key was used at the same moment: begin again and find what it did.
      if (!isDuplicateKey(error) || repeats === MAX_REPEATS) throw error;
    }
  }
}

async function adjustInTransaction(sql: Sql, adjustment: Adjustment): Promise<AdjustmentOutcome> {
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

  const seq = delta === 0 ? null : await writeMovement(sql, product, { ...adjustment, delta });
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
  { delta, kind, reason, request }: Adjustment & { delta: number },
): Promise<number> {
  const actorId = request.caller.actor?.id ?? null;
  const movement = moveStock(product, delta, { kind, reason, actorId, reference: null });
  await sql.script([...insertMovements([movement]), ...updateStock([product])]);
  const detail = `${kind} ${delta}, available ${movement.availableAfter}: ${reason}`;
  const subject = `Product ${product.id} ${product.sku}`;
  const event: AuditEvent<AuditKind> = { kind: 'STOCK_ADJUSTED', subject, detail };
  await insertAuditEvents(sql, request, [event]);
  return movement.seq;
}

function readAdjustment(input: AjustarStockInput, request: AuditedRequest): Adjustment | UserError {
  const { delta, counted } = input;
  const idempotencyKey = parseUuid(input.idempotencyKey);
  if (idempotencyKey === null) throw fault('BAD_USER_INPUT', 'idempotencyKey debe ser un UUID.');
  assertOneChange(input);
  const hasDelta = typeof delta === 'number';
  const productId = parseRowId<'Product'>(input.productId);
  if (productId === null) return userError('PRODUCT_NOT_FOUND', ['productId']);
  const reason = input.reason.trim();
  if (reason === '' || [...reason].length > MAX_REASON_CHARACTERS) {
    return userError('INVALID_INPUT', ['reason'], 'Lleva de 1 a 200 caracteres.');
  }
  const units = delta ?? counted ?? 0;
  if (!isGoodQuantity(units, input)) {
    return userError('INVALID_QUANTITY', [hasDelta ? 'delta' : 'counted']);
  }
  return {
    key: { scope: request.caller.actor?.id ?? 'anon', idempotencyKey },
    requestHash: hashInput(input),
    productId,
    change: hasDelta ? { delta: units } : { counted: units },
    kind: hasDelta ? (input.kind ?? 'ADJUSTMENT') : 'COUNT',
    reason,
    expectedAvailable: input.expectedAvailable ?? null,
    request,
  };
}

/** @throws Fault when it says both a delta and a count, or neither, or the kind of a count */
function assertOneChange({ delta, counted, kind }: AjustarStockInput): void {
  const hasDelta = typeof delta === 'number';
  if (hasDelta === (typeof counted === 'number')) {
    throw fault('BAD_USER_INPUT', 'Indique delta o counted, uno de los dos.');
  }
  if (!hasDelta && kind) throw fault('BAD_USER_INPUT', 'kind solo acompaña a delta.');
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
