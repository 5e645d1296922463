import { v7 as uuidv7 } from 'uuid';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { keyScopeOf } from '../../../common/process/identity/key-scope.ts';
import { hasRole } from '../../../common/process/identity/roles.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import type { AuditEvent } from '../../../common/subgraph/audit/audit-store.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { Statement, TransactionSql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import { formatSoles } from '../../../common/values/money.ts';
import type { AuditKind } from '../audit-kinds.ts';
import { noteStatements } from '../documents/note-store.ts';
import { findDoneKey, insertDoneKey, keyReused } from '../done-keys/done-key-store.ts';
import { lockingEditAt } from '../edit.ts';
import { insertFacts } from '../outbox/fact-store.ts';
import { findPayments } from '../payments/payment-store.ts';
import { takeUnitsBack } from '../sales/product-sales-store.ts';
import { findItems, type SaleRow } from '../sales/sale-store.ts';
import {
  areReturnErrors,
  linesToReturn,
  type ReturnLimits,
  type ReturnUserError,
  returnRefusal,
  voidRefusal,
} from './judge-return.ts';
import { openDrawer } from './open-drawer.ts';
import type { ReturnRequest } from './read-return.ts';
import { type PlannedRefund, planRefunds } from './refund-plan.ts';
import { lockSales } from './refund-store.ts';
import { insertSaleEvent, type ReturnedLine, writeReturn } from './return-store.ts';

const returnEdit = lockingEditAt('return');

/** The outcome of a return or a void. */
export interface ReturnOutcome {
  /** Null when there is no such sale. */
  saleId: string | null;
  /** Null when there are errors. */
  returnId: string | null;
  replayed: boolean;
  userErrors: ReturnUserError[];
}

export interface ReturnDeps extends LockingEditDeps {
  actor: Actor;
  limits: ReturnLimits;
}

function refused(saleId: string | null, ...userErrors: ReturnUserError[]): ReturnOutcome {
  return { saleId, returnId: null, replayed: false, userErrors };
}

/**
 * Takes goods of a sale back: the return, the money and the message that puts the units back on
 * sale are one transaction. The lock of the sale lets one at a time see what is left; the drawer is
 * shared, so that it cannot be closed in between.
 */
export function takeBack(deps: ReturnDeps, request: ReturnRequest): Promise<ReturnOutcome> {
  return returnEdit(deps, (sql, audit, last) =>
    takeBackLocked(sql, { audit, last }, deps, request),
  );
}

/** The means of a locking edit to tell and to write. */
interface Writing {
  audit: (event: AuditEvent<AuditKind>) => void;
  last: (statements: readonly Statement[]) => void;
}

async function takeBackLocked(
  sql: TransactionSql,
  { audit, last }: Writing,
  { actor, limits }: ReturnDeps,
  request: ReturnRequest,
): Promise<ReturnOutcome> {
  const { saleId, operation } = request;
  const [sale] = await lockSales(sql, [saleId]);
  if (!sale) return refused(null, userError('SALE_NOT_FOUND', ['saleId']));
  const keyed = { ...request, scope: keyScopeOf(actor) };
  const verdict = await findDoneKey(sql, keyed);
  if (verdict.kind === 'Reused') return refused(saleId, keyReused());
  if (verdict.kind === 'Done') {
    return { saleId, returnId: verdict.entityId, replayed: true, userErrors: [] };
  }
  const items = await findItems(sql, [saleId]);
  const [payments, clock] = await sql.script([findPayments([saleId]), CLOCK]);
  const now = clockOf(clock);
  const by = { isAdmin: hasRole(actor, 'ADMIN'), sellerId: actor.sellerId ?? null };
  const isVoid = operation === 'anularVenta';
  if (!isVoid && sale.status === 'CANCELLED') {
    return refused(saleId, userError('RETURN_NOT_ALLOWED', ['saleId'], 'La venta está anulada.'));
  }
  if (isVoid) {
    const refusal = voidRefusal(sale, items, { by, now, restock: request.restock });
    if (refusal) return refused(saleId, refusal);
  }
  const lines = linesToReturn(request, items);
  if (areReturnErrors(lines)) return refused(saleId, ...lines);
  const refunds = planRefunds(payments, worthOf(sale, lines));
  const refusal = isVoid ? null : returnRefusal(sale, { by, limits, now }, { lines, refunds });
  if (refusal) return refused(saleId, refusal);
  const drawer = await drawerFor(sql, sale, request, refunds);
  if (drawer !== null && typeof drawer === 'object') return refused(saleId, drawer);

  const id = uuidv7();
  const written = { id, sale, lines, refunds, cashSessionId: drawer, now, actorId: actor.id };
  const notes = await noteStatements(sql, sale, {
    returnId: id,
    totalCentimos: totalOf(lines),
    isVoid,
  });
  audit(auditEvent(request, written));
  // Products last, with the COMMIT: every till that sells one of them waits for its row.
  last([
    ...statementsOf(request, written),
    ...notes,
    insertDoneKey(keyed, id),
    ...takeUnitsBack(lines),
  ]);
  return { saleId, returnId: id, replayed: false, userErrors: [] };
}

/** The worth of the sale's lines before and after, in céntimos. */
function worthOf({ totalCentimos, returnedCentimos }: SaleRow, lines: readonly ReturnedLine[]) {
  const beforeCentimos = totalCentimos - returnedCentimos;
  return { beforeCentimos, afterCentimos: beforeCentimos - totalOf(lines) };
}

function totalOf(lines: readonly Pick<ReturnedLine, 'totalCentimos'>[]): number {
  return lines.reduce((sum, { totalCentimos }) => sum + totalCentimos, 0);
}

/** The drawer that gives cash back at once; null when none is needed, or cash waits. */
async function drawerFor(
  sql: TransactionSql,
  sale: SaleRow,
  { tillId, isPaidLater }: ReturnRequest,
  refunds: readonly PlannedRefund[],
): Promise<string | null | UserError> {
  const hasCash = refunds.some(({ method }) => method === 'CASH');
  const till = tillId ?? (sale.tillId === null ? null : String(sale.tillId));
  return hasCash && !isPaidLater && till !== null ? openDrawer(sql, till) : null;
}

interface Written {
  id: string;
  sale: SaleRow;
  lines: readonly ReturnedLine[];
  refunds: readonly PlannedRefund[];
  cashSessionId: string | null;
  now: Date;
  actorId: string;
}

function statementsOf({ operation, reason }: ReturnRequest, written: Written) {
  const { id, sale, lines, refunds, cashSessionId, now, actorId } = written;
  const isVoid = operation === 'anularVenta';
  const sum = (amount: (line: ReturnedLine) => number) =>
    lines.reduce((total, line) => total + amount(line), 0);
  const row = {
    id,
    saleId: sale.id,
    kind: isVoid ? ('VOID' as const) : ('RETURN' as const),
    reason,
    baseCentimos: sum(({ baseCentimos }) => baseCentimos),
    taxCentimos: sum(({ taxCentimos }) => taxCentimos),
    totalCentimos: totalOf(lines),
    actorId,
    createdAt: now,
    day: limaDayOf(now),
  };
  const event = { saleId: sale.id, at: now, actorId };
  const paidOut = cashSessionId === null ? [] : refunds.filter(({ method }) => method === 'CASH');
  return [
    ...writeReturn({ row, lines, refunds, cashSessionId }),
    insertSaleEvent({
      ...event,
      id: uuidv7(),
      kind: isVoid ? 'VOIDED' : 'RETURNED',
      detail: reason,
    }),
    ...paidOut.map(({ method, amountCentimos }) =>
      insertSaleEvent({
        ...event,
        id: uuidv7(),
        kind: 'REFUNDED',
        detail: `${method} ${formatSoles(amountCentimos)}`,
      }),
    ),
    ...(lines.some(({ restock }) => restock) ? insertFacts([{ id, kind: 'RESTOCK' }]) : []),
  ];
}

function auditEvent(
  { operation, reason }: ReturnRequest,
  { sale, lines, refunds }: Written,
): AuditEvent<AuditKind> {
  const refunded = refunds.reduce((sum, { amountCentimos }) => sum + amountCentimos, 0);
  return {
    kind: operation === 'anularVenta' ? 'SALE_VOIDED' : 'SALE_RETURNED',
    subject: `Sale ${sale.id}`,
    detail: `worth ${formatSoles(totalOf(lines))}, back ${formatSoles(refunded)}: ${reason}`,
  };
}
