import { v7 as uuidv7 } from 'uuid';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { formatSoles } from '../../../common/values/money.ts';
import { findSessions } from '../cash-sessions/session-store.ts';
import { lockingEditAt } from '../edit.ts';
import type { ConfirmarReembolsoInput } from '../generated/schema-types.ts';
import { readReference, referenceProblem } from '../payments/read-tenders.ts';
import { openDrawer } from './open-drawer.ts';
import {
  findRefund,
  findReturnedSales,
  lockRefunds,
  lockSales,
  type RefundMeans,
  type RefundRow,
  settleRefund,
} from './refund-store.ts';
import { insertSaleEvent } from './return-store.ts';

const refundEdit = lockingEditAt('refund');

/** The refund after it was confirmed, or why it was not. */
export interface RefundEdit {
  refund: RefundRow | null;
  replayed: boolean;
  userErrors: UserError[];
}

/** The id of a refund in the graph: its return and its number there. */
export function refundIdOf({ returnId, seq }: Pick<RefundRow, 'returnId' | 'seq'>): string {
  return `${returnId}-${seq}`;
}

const REFUND_ID = /^(.{36})-([1-9]\d{0,5})$/;

function parseRefundId(id: string): Pick<RefundRow, 'returnId' | 'seq'> | null {
  const [, text = '', seq = ''] = REFUND_ID.exec(id) ?? [];
  const returnId = parseUuid(text);
  return returnId === null ? null : { returnId, seq: Number(seq) };
}

/**
 * Says that a refund that waited has been paid out: cash from an open drawer, other means with the
 * number of the operation. The same again answers `replayed`; other values do not.
 */
export async function confirmRefund(
  deps: LockingEditDeps & { actor: Actor },
  input: ConfirmarReembolsoInput,
): Promise<RefundEdit> {
  const key = parseRefundId(input.refundId);
  const reference = readReference(input.reference);
  return refundEdit(deps, async (sql, audit): Promise<RefundEdit> => {
    const refund = key && (await lockRefund(sql, key));
    if (!refund) return refused(null, userError('REFUND_NOT_FOUND', ['refundId']));
    const isCash = refund.method === 'CASH';
    if (refund.status === 'DONE') return repeated(sql, refund, { ...input, reference });
    const means = isCash ? await cashMeans(sql, input.tillId) : otherMeans(reference);
    if ('code' in means) return refused(refund, means);
    const [clock] = await sql.script([CLOCK]);
    const [saleId = ''] = await findReturnedSales(sql, [refund.returnId]);
    const at = clockOf(clock);
    const detail = `${refund.method} ${formatSoles(refund.amountCentimos)}`;
    const event = { id: uuidv7(), saleId, at, actorId: deps.actor.id, detail };
    await sql.script([
      settleRefund(refund, means, at),
      insertSaleEvent({ ...event, kind: 'REFUNDED' }),
    ]);
    audit({ kind: 'REFUND_CONFIRMED', subject: `Refund ${refundIdOf(refund)}`, detail });
    const [after] = await sql.query(findRefund(refund));
    return { refund: after ?? null, replayed: false, userErrors: [] };
  });
}

function refused(refund: RefundRow | null, error: UserError): RefundEdit {
  return { refund, replayed: false, userErrors: [error] };
}

/** Locks a refund after its sale, as a return and an exchange do. */
async function lockRefund(
  sql: Sql,
  { returnId, seq }: Pick<RefundRow, 'returnId' | 'seq'>,
): Promise<RefundRow | null> {
  await lockSales(sql, await findReturnedSales(sql, [returnId]));
  const refunds = await lockRefunds(sql, [returnId]);
  return refunds.find((refund) => refund.seq === seq) ?? null;
}

/** A repeat of what was done names the same till or the same number. */
async function repeated(
  sql: Sql,
  refund: RefundRow,
  given: { tillId?: string | null | undefined; reference: string | null },
): Promise<RefundEdit> {
  const { cashSessionId, paidSaleId, reference } = refund;
  const [session] = await sql.query(findSessions(cashSessionId === null ? [] : [cashSessionId]));
  const isSame = session ? String(session.tillId) === given.tillId : reference === given.reference;
  if (isSame && paidSaleId === null) return { refund, replayed: true, userErrors: [] };
  return refused(refund, userError('INVALID_TRANSITION', ['refundId'], 'Ya se pagó.'));
}

async function cashMeans(
  sql: Sql,
  tillId: string | null | undefined,
): Promise<RefundMeans | UserError> {
  if (!tillId) return userError('CASH_SESSION_REQUIRED', ['tillId']);
  const drawer = await openDrawer(sql, tillId);
  return typeof drawer === 'string' ? { cashSessionId: drawer, reference: null } : drawer;
}

function otherMeans(reference: string | null): RefundMeans | UserError {
  if (reference === null) return userError('REFERENCE_REQUIRED', ['reference']);
  const problem = referenceProblem(reference);
  if (problem !== null) return userError('INVALID_INPUT', ['reference'], problem);
  return { reference, cashSessionId: null };
}
