import { centimosOf, formatSoles } from '../../common/values/money.ts';
import { OperatorError } from '../operate/environment/operator-error.ts';
import { collectPages } from './collect-pages.ts';
import {
  REPLAY_CLOSE_SESSION,
  REPLAY_CONFIRM_REFUND,
  REPLAY_CREATE_TILL,
  REPLAY_LIST_SESSIONS,
  REPLAY_LIST_TILLS,
  REPLAY_LOSE,
  REPLAY_OPEN_SESSION,
  REPLAY_TAKE_BACK,
  type ReplayTakeBackData,
} from './generated/counter-operations.api.ts';
import { type Execute, RefusedError } from './graph-client.ts';
import { isDrawerClosed, refusalOf } from './sell-order.ts';
import type { TenderMethod } from './tender.ts';

/** A cash session of a till; amounts in céntimos. */
export interface CashSession {
  id: string;
  openedAtMs: number;
  /** Null while it is open. */
  closedAtMs: number | null;
  openingCentimos: number;
  /** Cash that should lie in the drawer. */
  expectedCentimos: number;
  /** Null while it is open. */
  differenceCentimos: number | null;
  note: string | null;
}

/** Goods of a sale that come back. */
export interface TakeBackRequest {
  idempotencyKey: string;
  saleId: string;
  tillId: string;
  reason: string;
  lines: readonly { lineNumber: number; quantity: number }[];
}

/** Money that is given back for a return. */
export interface ReturnRefund {
  id: string;
  method: TenderMethod;
  amountCentimos: number;
  /** Whether it waits to be confirmed. */
  isPending: boolean;
}

export type TakeBackAnswer =
  | { kind: 'returned'; returnId: string; totalCentimos: number; refunds: readonly ReturnRefund[] }
  /** The drawer that must give cash back is closed; nothing was done. */
  | { kind: 'closed' }
  | { kind: 'rejected'; code: string; message: string };

export type LossAnswer =
  /** `units`: those that were taken now; 0 for a repeat. */
  | { kind: 'lost'; units: number }
  /** Nothing was taken: so many units are missing. */
  | { kind: 'short'; missing: number }
  | { kind: 'rejected'; code: string; message: string };

/** The steps of a replay at the counter; every call may be repeated. */
export interface Counter {
  /** @returns the till's id; the till is added when there is none with this code */
  ensureTill(code: string, name: string): Promise<string>;
  /** The cash sessions of a till, the newest first. */
  listSessions(tillId: string): Promise<CashSession[]>;
  /** Opens a till's drawer, unless it is open. */
  openSession(tillId: string, openingCentimos: number, idempotencyKey: string): Promise<void>;
  closeSession(sessionId: string, countedCentimos: number, note: string): Promise<void>;
  takeBack(request: TakeBackRequest): Promise<TakeBackAnswer>;
  confirmRefund(refundId: string, reference: string): Promise<void>;
  /** Takes units out of stock, once per key. */
  lose(productId: string, units: number, idempotencyKey: string): Promise<LossAnswer>;
}

/** @param call sends an operation, again while the graph is not able to answer it */
export function createCounter(call: Execute): Counter {
  return {
    ensureTill: (code, name) => ensureTill(call, code, name),
    listSessions: (tillId) => listSessions(call, tillId),
    async openSession(tillId, openingCentimos, idempotencyKey) {
      const { abrirSesionCaja } = await call(REPLAY_OPEN_SESSION, {
        input: { idempotencyKey, tillId, openingAmount: formatSoles(openingCentimos) },
      });
      const errors = abrirSesionCaja.userErrors.filter(({ code }) => code !== 'CASH_SESSION_OPEN');
      if (errors.length > 0) throw refusalOf('the opening of the drawer', errors);
    },
    async closeSession(sessionId, countedCentimos, note) {
      const { cerrarSesionCaja } = await call(REPLAY_CLOSE_SESSION, {
        input: { sessionId, countedAmount: formatSoles(countedCentimos), note },
      });
      const { userErrors } = cerrarSesionCaja;
      if (userErrors.length > 0) throw refusalOf('the closing of the drawer', userErrors);
    },
    takeBack: (request) => takeBack(call, request),
    async confirmRefund(refundId, reference) {
      const { confirmarReembolso } = await call(REPLAY_CONFIRM_REFUND, {
        input: { refundId, reference },
      });
      const { userErrors } = confirmarReembolso;
      if (userErrors.length > 0) throw refusalOf(`the refund ${refundId}`, userErrors);
    },
    lose: (productId, units, idempotencyKey) => lose(call, { productId, units, idempotencyKey }),
  };
}

/** The series of the till's documents: of no other till, unless somebody took them by hand. */
const SERIES = { seriesBoleta: 'BRPL', seriesFactura: 'FRPL' };

async function ensureTill(call: Execute, code: string, name: string): Promise<string> {
  const find = async () => {
    const { cajas } = await call(REPLAY_LIST_TILLS, {});
    return cajas.find((till) => till.code === code);
  };
  const known = await find();
  if (known?.active === false) {
    throw new OperatorError(`The till ${code} is not in use: make the till active again.`);
  }
  if (known) return known.id;
  const { crearCaja } = await call(REPLAY_CREATE_TILL, { input: { code, name, ...SERIES } });
  // DUPLICATE_CODE: a call whose answer was lost has added the till.
  const id = crearCaja.till?.id ?? (await find())?.id;
  if (id === undefined) throw refusalOf(`the till ${code}`, crearCaja.userErrors);
  return id;
}

async function listSessions(call: Execute, tillId: string): Promise<CashSession[]> {
  const sessions = await collectPages(async (after) => {
    return (await call(REPLAY_LIST_SESSIONS, { tillId, after })).sesionesCaja;
  });
  return sessions.map(({ id, openedAt, closedAt, opening, expected, difference, note }) => {
    if (expected === null) throw new OperatorError('Only administrators see what a drawer holds.');
    return {
      id,
      openedAtMs: Date.parse(openedAt),
      closedAtMs: closedAt === null ? null : Date.parse(closedAt),
      openingCentimos: centimosOf(opening),
      expectedCentimos: centimosOf(expected),
      differenceCentimos: difference === null ? null : centimosOf(difference),
      note,
    };
  });
}

async function takeBack(
  call: Execute,
  { idempotencyKey, saleId, tillId, reason, lines }: TakeBackRequest,
): Promise<TakeBackAnswer> {
  const items = lines.map(({ lineNumber, quantity }) => ({ lineNumber, quantity, restock: true }));
  try {
    const { registrarDevolucion } = await call(REPLAY_TAKE_BACK, {
      input: { idempotencyKey, saleId, tillId, reason, items },
    });
    const { saleReturn, userErrors } = registrarDevolucion;
    if (saleReturn) {
      const { id, total, refunds } = saleReturn;
      const totalCentimos = centimosOf(total);
      return { kind: 'returned', returnId: id, totalCentimos, refunds: refunds.map(refundOf) };
    }
    if (isDrawerClosed(userErrors)) return { kind: 'closed' };
    const [{ code, message } = NO_REASON] = userErrors;
    return { kind: 'rejected', code, message };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { kind: 'rejected', code: error.code, message: error.message };
  }
}

const NO_REASON = { code: 'NO_REASON', message: 'the graph gave no reason' };

type RefundData = NonNullable<
  NonNullable<ReplayTakeBackData['registrarDevolucion']>['saleReturn']
>['refunds'][number];

function refundOf({ id, method, amount, status }: RefundData): ReturnRefund {
  if (method !== 'CASH' && method !== 'CARD') {
    throw new OperatorError(`The refund ${id} is by ${method}: the replay did not sell so.`);
  }
  return { id, method, amountCentimos: centimosOf(amount), isPending: status === 'PENDING' };
}

async function lose(
  call: Execute,
  loss: { productId: string; units: number; idempotencyKey: string },
): Promise<LossAnswer> {
  const { productId, units, idempotencyKey } = loss;
  const { ajustarStock } = await call(REPLAY_LOSE, {
    input: {
      ...{ productId, idempotencyKey, delta: -units, kind: 'LOSS' },
      reason: 'Mermas importadas',
    },
  });
  const { replayed, userErrors } = ajustarStock;
  const [error] = userErrors;
  if (error === undefined) return { kind: 'lost', units: replayed ? 0 : units };
  if (error.__typename === 'InsufficientStockError') {
    return { kind: 'short', missing: error.requested - error.available };
  }
  return { kind: 'rejected', code: error.code, message: error.message };
}
