import { v7 as uuidv7 } from 'uuid';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { keyScopeOf } from '../../../common/process/identity/key-scope.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseRowId, parseUuid } from '../../../common/values/ids.ts';
import { formatSoles, isAmountOfCash } from '../../../common/values/money.ts';
import { readText } from '../../../common/values/text.ts';
import { findDoneKey, hashRequest, insertDoneKey, keyReused } from '../done-keys/done-key-store.ts';
import { lockingEditAt } from '../edit.ts';
import type {
  AbrirSesionCajaInput,
  CerrarSesionCajaInput,
  RegistrarMovimientoCajaInput,
} from '../generated/schema-types.ts';
import { isPayableInCash } from '../payments/tender.ts';
import { readKey } from '../sales/order.ts';
import { lockTill } from '../tills/till-store.ts';
import {
  type CashSessionRow,
  closeSessionRow,
  findOpenSessions,
  findSessions,
  insertMovement,
  insertSession,
  lockSession,
  openSessionIds,
  shareSessions,
} from './session-store.ts';
import { totalsOf } from './session-totals-store.ts';

const sessionEdit = lockingEditAt('session');

/** The session after what was done to it, or why nothing was. */
export interface SessionEdit {
  session: CashSessionRow | null;
  replayed: boolean;
  userErrors: UserError[];
}

/** The means of what is done to a session. */
export interface SessionDeps extends LockingEditDeps {
  actor: Actor;
  /** Refuses people who neither opened the session nor are administrators. */
  requireKeeper: (session: CashSessionRow) => void;
}

function refused(error: UserError, session: CashSessionRow | null = null): SessionEdit {
  return { session, replayed: false, userErrors: [error] };
}

async function readSession(sql: Sql, id: string, replayed: boolean): Promise<SessionEdit> {
  const [session] = await sql.query(findSessions([id]));
  return { session: session ?? null, replayed, userErrors: [] };
}

const REASON = { maxCharacters: 200 };
const NOTE = { maxCharacters: 500, mayHoldLines: true } as const;

/** Opens the drawer of a till; a till has one open session at most. */
export async function openSession(
  deps: SessionDeps,
  input: AbrirSesionCajaInput,
): Promise<SessionEdit> {
  const { actor } = deps;
  const idempotencyKey = readKey(input);
  const openingCentimos = input.openingAmount;
  if (!isAmountOfCash(openingCentimos)) {
    return refused(userError('INVALID_INPUT', ['openingAmount'], 'El monto no es válido.'));
  }
  const tillId = parseRowId<'Till'>(input.tillId);
  if (tillId === null) return refused(userError('TILL_NOT_FOUND', ['tillId']));
  const requestHash = hashRequest([tillId, openingCentimos]);
  const request = { scope: keyScopeOf(actor), idempotencyKey, operation: 'abrirSesionCaja' };
  return sessionEdit(deps, async (sql, audit) => {
    const till = await lockTill(sql, tillId);
    const verdict = await findDoneKey(sql, { ...request, requestHash });
    if (verdict.kind === 'Reused') return refused(keyReused());
    if (verdict.kind === 'Done') return readSession(sql, verdict.entityId, true);
    if (!till?.active) return refused(userError('TILL_NOT_FOUND', ['tillId']));
    const [open] = await sql.query(findOpenSessions([tillId]));
    if (open) return refused(userError('CASH_SESSION_OPEN', ['tillId']), open);
    const id = uuidv7();
    await sql.script([
      insertSession({ id, tillId, openedBy: actor.id, openingCentimos }),
      insertDoneKey({ ...request, requestHash }, id),
    ]);
    const detail = `opening ${formatSoles(openingCentimos)}`;
    audit({ kind: 'CASH_SESSION_OPENED', subject: `Till ${tillId} ${till.code}`, detail });
    return readSession(sql, id, false);
  });
}

/** Records cash that is put into an open drawer or taken out of it. */
export async function moveCash(
  deps: SessionDeps,
  input: RegistrarMovimientoCajaInput,
): Promise<SessionEdit> {
  const { actor, requireKeeper } = deps;
  const idempotencyKey = readKey(input);
  const { kind, amount: amountCentimos } = input;
  const reason = readText(input.reason, REASON);
  const [unreadable] = textErrors(reason, ['reason']);
  if (unreadable) return refused(unreadable);
  if (!isPayableInCash(amountCentimos) || !isAmountOfCash(amountCentimos)) {
    const detail = 'El monto es múltiplo de 0.10, desde 0.10.';
    return refused(userError('INVALID_INPUT', ['amount'], detail));
  }
  const sessionId = parseUuid(input.sessionId);
  if (sessionId === null) return refused(userError('CASH_SESSION_NOT_FOUND', ['sessionId']));
  const requestHash = hashRequest([sessionId, kind, amountCentimos, reason.text]);
  const operation = 'registrarMovimientoCaja';
  const request = { scope: keyScopeOf(actor), idempotencyKey, operation, requestHash };
  return sessionEdit(deps, async (sql, audit) => {
    const [locked = []] = await sql.script([shareSessions([sessionId])]);
    const [session] = await sql.query(findSessions([sessionId]));
    if (!session) return refused(userError('CASH_SESSION_NOT_FOUND', ['sessionId']));
    requireKeeper(session);
    const verdict = await findDoneKey(sql, request);
    if (verdict.kind === 'Reused') return refused(keyReused(), session);
    if (verdict.kind === 'Done') return { session, replayed: true, userErrors: [] };
    if (!openSessionIds(locked).has(sessionId)) {
      return refused(userError('CASH_SESSION_CLOSED', ['sessionId']), session);
    }
    const id = uuidv7();
    const movement = { id, sessionId, kind, amountCentimos, actorId: actor.id };
    await sql.script([
      insertMovement({ ...movement, reason: reason.text }),
      insertDoneKey(request, id),
    ]);
    const detail = `${kind} ${formatSoles(amountCentimos)}: ${reason.text}`;
    audit({ kind: 'CASH_MOVED', subject: `CashSession ${sessionId}`, detail });
    return { session, replayed: false, userErrors: [] };
  });
}

/**
 * Closes a drawer. The lock waits for the sales and refunds that are moving its cash, and those
 * that come later find it closed: so what is expected is exact while sales go on.
 */
export async function closeSession(
  deps: SessionDeps,
  input: CerrarSesionCajaInput,
): Promise<SessionEdit> {
  const { actor, requireKeeper } = deps;
  const countedCentimos = input.countedAmount;
  if (!isAmountOfCash(countedCentimos)) {
    return refused(userError('INVALID_INPUT', ['countedAmount'], 'El monto no es válido.'));
  }
  const reading = typeof input.note === 'string' ? readText(input.note, NOTE) : null;
  const [unreadable] = reading === null ? [] : textErrors(reading, ['note']);
  if (unreadable) return refused(unreadable);
  const note = reading?.text ?? null;
  const sessionId = parseUuid(input.sessionId);
  return sessionEdit(deps, async (sql, audit): Promise<SessionEdit> => {
    const session = sessionId === null ? null : await lockSession(sql, sessionId);
    if (!session) return refused(userError('CASH_SESSION_NOT_FOUND', ['sessionId']));
    requireKeeper(session);
    if (session.closedAt !== null) {
      const isSame = session.countedCentimos === countedCentimos && session.note === note;
      if (isSame) return { session, replayed: true, userErrors: [] };
      return refused(userError('CASH_SESSION_CLOSED', ['sessionId']), session);
    }
    const { cashRefundsCentimos, expectedCentimos } = await totalsOf(sql, session);
    const sums = { cashRefundsCentimos, expectedCentimos, countedCentimos };
    await sql.script([closeSessionRow({ id: session.id, closedBy: actor.id, ...sums, note })]);
    const difference = formatSoles(countedCentimos - expectedCentimos);
    const detail = `expected ${formatSoles(expectedCentimos)}, difference ${difference}`;
    audit({ kind: 'CASH_SESSION_CLOSED', subject: `CashSession ${session.id}`, detail });
    return readSession(sql, session.id, false);
  });
}
