// The things that people do at a counter, each with all that must be true once it is done, or never
// happened: to the céntimo and to the unit.
// Long because each act comes with its own look at money, drawer and stock.
import { deepStrictEqual } from 'node:assert/strict';
import { claimed } from '../../common/subgraph/database/table.ts';
import type { Failpoint } from '../../common/subgraph/failpoint/failpoint.ts';
import { type Counter, type CounterAnswer, card, cash, codesOf } from '../support/counter.ts';
import { type Send, untilDone, untilFinal } from './counter-client.ts';
import type { Lane } from './lane.ts';
import type { Random } from './seeded-random.ts';

export interface Scene {
  lane: Lane;
  counter: Counter;
  random: Random;
}

/** An act that is about to be done. */
export interface ReadyAct {
  send: Send;
  /**
   * Checks a settled graph.
   * @param times the number of times that it must have happened; null: once at most
   */
  check(times: 1 | null): Promise<void>;
}

export interface CounterAct {
  name: string;
  /** The moments at which a process can die in its middle. */
  points: readonly Failpoint[];
  prepare(scene: Scene): Promise<ReadyAct>;
}

const SESSION_POINTS = [
  'ventas.session.before',
  'ventas.session.inside',
  'ventas.session.after',
] as const;
const RETURN_POINTS = [
  'ventas.return.before',
  'ventas.return.inside',
  'ventas.return.after',
  'ventas.restock.before',
  'ventas.restock.acknowledged',
  'ventas.restock.forgotten',
  'inventario.restock.before',
  'inventario.restock.inside',
  'inventario.restock.after',
] as const;
const REFUND_POINTS = [
  'ventas.refund.before',
  'ventas.refund.inside',
  'ventas.refund.after',
] as const;
const SALE_POINTS = [
  'ventas.intent.before',
  'ventas.intent.after',
  'ventas.reserve.after',
  'ventas.decide.before',
  'ventas.decide.inside',
  'ventas.decide.after',
] as const;

/** Every act. */
export const COUNTER_ACTS: readonly CounterAct[] = [
  { name: 'a drawer is opened', points: SESSION_POINTS, prepare: opening },
  { name: 'cash is moved', points: SESSION_POINTS, prepare: moving },
  { name: 'a drawer is closed', points: SESSION_POINTS, prepare: closing },
  { name: 'goods come back', points: RETURN_POINTS, prepare: returning },
  { name: 'a sale is undone', points: RETURN_POINTS, prepare: voiding },
  { name: 'cash is paid out', points: REFUND_POINTS, prepare: payingOut },
  { name: 'a card is credited', points: REFUND_POINTS, prepare: crediting },
  { name: 'a sale is paid by two means', points: SALE_POINTS, prepare: sellingByTwoMeans },
  { name: 'a sale has an approved discount', points: SALE_POINTS, prepare: sellingAsApproved },
  { name: 'a sale is paid by a return', points: SALE_POINTS, prepare: exchanging },
];

const PRICE = '33.33';
const STOCK = 100;
/** The opening of every drawer, in céntimos. */
const OPENING = 10_000;

/** A till with an open drawer of its own. */
export async function newTill({ counter }: Scene) {
  const tillId = await counter.addTill();
  return { tillId, sessionId: await counter.openTill(tillId) };
}

/** A product with plenty in stock. */
export async function newProduct({ counter }: Scene): Promise<string> {
  return (await counter.shop.addProduct({ price: PRICE, stock: STOCK })).id;
}

/** Sells at a till of the scene; it must succeed. */
export async function sold(
  { counter, random }: Scene,
  terms: object,
  productId: string,
  quantity = 3,
) {
  const { sellerId } = counter.shop;
  const items = [{ productId, quantity }];
  const input = { idempotencyKey: random.uuid(), sellerId, items, ...terms };
  return (await untilDone(() => counter.do('realizarVenta', input))).sale!;
}

/** The content of a closed drawer, or what is in it when it is closed now, in céntimos. */
async function drawerOf({ counter, lane }: Scene, sessionId: string): Promise<number> {
  const input = { sessionId, countedAmount: '0.00' };
  await untilFinal(() => counter.do('cerrarSesionCaja', input));
  const [row] = await lane.databases.ventas.query(
    claimed<{ expected: number }>(
      'SELECT expectedCentimos AS expected FROM CashSession WHERE id = ?',
      [sessionId],
    ),
  );
  return row?.expected ?? Number.NaN;
}

/** The number of rows of ventas. @param rows the text after FROM */
export async function countIn({ lane }: Scene, rows: string, values: (string | number)[]) {
  const [row] = await lane.databases.ventas.query(
    claimed<{ n: number }>(`SELECT COUNT(*) AS n FROM ${rows}`, values),
  );
  return row?.n ?? 0;
}

/** @throws Error when it has not happened as often as it must have */
export function mustBeTimes(done: number, times: 1 | null): void {
  if (done > 1 || (times !== null && done !== times)) {
    throw new Error(`it has happened ${done} times instead of ${times ?? 'once at most'}`);
  }
}

async function opening(scene: Scene): Promise<ReadyAct> {
  const { counter, random } = scene;
  const tillId = await counter.addTill();
  const input = { idempotencyKey: random.uuid(), tillId, openingAmount: '100.00' };
  return {
    send: () => counter.do('abrirSesionCaja', input),
    async check(times) {
      mustBeTimes(await countIn(scene, 'CashSession WHERE tillId = ?', [tillId]), times);
      const { session } = await untilDone(() => counter.do('abrirSesionCaja', input));
      deepStrictEqual(await drawerOf(scene, session!.id), OPENING);
    },
  };
}

async function moving(scene: Scene): Promise<ReadyAct> {
  const { counter, random } = scene;
  const { sessionId } = await newTill(scene);
  const what = { kind: 'OUT', amount: '20.50', reason: 'al banco' };
  const input = { idempotencyKey: random.uuid(), sessionId, ...what };
  return {
    send: () => counter.do('registrarMovimientoCaja', input),
    async check(times) {
      const done = await countIn(scene, 'CashMovement WHERE sessionId = ?', [sessionId]);
      mustBeTimes(done, times);
      deepStrictEqual(await drawerOf(scene, sessionId), OPENING - done * 2_050);
    },
  };
}

async function closing(scene: Scene): Promise<ReadyAct> {
  const { counter } = scene;
  const { tillId, sessionId } = await newTill(scene);
  await sold(scene, { tillId, payments: [cash('99.90')] }, await newProduct(scene));
  const input = { sessionId, countedAmount: '199.90', note: 'faltan 0.00' };
  return {
    send: () => counter.do('cerrarSesionCaja', input),
    async check(times) {
      const where = 'CashSession WHERE id = ? AND countedCentimos = 19990';
      mustBeTimes(await countIn(scene, where, [sessionId]), times);
      deepStrictEqual(await drawerOf(scene, sessionId), OPENING + 9_990);
    },
  };
}

async function returning(scene: Scene): Promise<ReadyAct> {
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  // 99.99 is rounded to 99.90: what is left of 66.66 keeps 66.60, so 33.30 goes back.
  return takingBack(scene, 'registrarDevolucion', { items }, { units: 1, refunded: 3_330 });
}

function voiding(scene: Scene): Promise<ReadyAct> {
  return takingBack(scene, 'anularVenta', {}, { units: 3, refunded: 9_990 });
}

async function takingBack(
  scene: Scene,
  operation: 'registrarDevolucion' | 'anularVenta',
  more: object,
  { units, refunded }: { units: number; refunded: number },
): Promise<ReadyAct> {
  const { counter, random } = scene;
  const { tillId, sessionId } = await newTill(scene);
  const productId = await newProduct(scene);
  const sale = await sold(scene, { tillId, payments: [cash('99.90')] }, productId);
  const what = { saleId: sale.id, reason: 'no funciona', ...more };
  const input = { idempotencyKey: random.uuid(), ...what };
  return {
    send: () => counter.do(operation, input),
    async check(times) {
      const done = await countIn(scene, 'SaleReturn WHERE saleId = ?', [sale.id]);
      mustBeTimes(done, times);
      const after = await counter.readSale(sale.id);
      const { available } = await counter.shop.stockOf(productId);
      const drawer = await drawerOf(scene, sessionId);
      deepStrictEqual(
        { available, drawer, refunded: centimosOf(after.refunded), paid: centimosOf(after.paid) },
        {
          available: STOCK - 3 + done * units,
          drawer: OPENING + 9_990 - done * refunded,
          refunded: done * refunded,
          paid: 9_990,
        },
      );
    },
  };
}

async function payingOut(scene: Scene): Promise<ReadyAct> {
  const { tillId, sessionId } = await newTill(scene);
  const { id } = await pendingRefund(scene, { tillId, payments: [cash('99.90')] });
  return confirming(scene, { refundId: id, tillId }, async (done) => {
    deepStrictEqual(await drawerOf(scene, sessionId), OPENING + 9_990 - done * 3_330);
  });
}

async function crediting(scene: Scene): Promise<ReadyAct> {
  const { id } = await pendingRefund(scene, { payments: [card('99.99')] });
  return confirming(scene, { refundId: id, reference: 'OP-7777' }, async () => undefined);
}

async function confirming(
  scene: Scene,
  input: { refundId: string; tillId?: string; reference?: string },
  checkMoney: (done: number) => Promise<void>,
): Promise<ReadyAct> {
  return {
    send: () => scene.counter.do('confirmarReembolso', input),
    async check(times) {
      const ofReturn = [input.refundId.slice(0, 36)];
      const done = await countIn(
        scene,
        `Refund JOIN SaleReturn ON SaleReturn.id = returnId
           JOIN SaleEvent ON SaleEvent.saleId = SaleReturn.saleId AND SaleEvent.kind = 'REFUNDED'
          WHERE returnId = ? AND status = 'DONE'`,
        ofReturn,
      );
      mustBeTimes(done, times);
      deepStrictEqual(await countIn(scene, 'Refund WHERE returnId = ?', ofReturn), 1);
      await checkMoney(done);
    },
  };
}

/** One of three units came back, and its money waits. */
async function pendingRefund(scene: Scene, terms: object) {
  const { counter, random } = scene;
  const sale = await sold(scene, terms, await newProduct(scene));
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  const what = { saleId: sale.id, reason: 'no funciona', items, refund: 'LATER' };
  const input = { idempotencyKey: random.uuid(), ...what };
  const { saleReturn } = await untilDone(() => counter.do('registrarDevolucion', input));
  return { id: saleReturn!.refunds[0]!.id, returnId: saleReturn!.id };
}

async function sellingByTwoMeans(scene: Scene): Promise<ReadyAct> {
  const { tillId, sessionId } = await newTill(scene);
  const payments = [card('49.99'), cash('50.00', '100.00')];
  return selling(scene, { tillId, payments }, async ({ done }) => {
    deepStrictEqual(await drawerOf(scene, sessionId), OPENING + done * 5_000);
  });
}

/** The approval is on the key for good: it serves no other, and the key loses it by no death. */
async function sellingAsApproved(scene: Scene): Promise<ReadyAct> {
  const { counter, lane } = scene;
  const leave = { sellerId: counter.seller.sellerId, maxPercent: '50.00' };
  const { approval } = await untilDone(() => counter.do('autorizarDescuento', leave));
  const discountApprovalId = approval!.id;
  const terms = { discount: { percent: '40.00' }, discountApprovalId };
  return selling(
    scene,
    { ...terms, payments: [card('59.99')] },
    async ({ done, key }) => {
      const [row] = await lane.databases.ventas.query(
        claimed<{ usedKey: string | null }>('SELECT usedKey FROM DiscountApproval WHERE id = ?', [
          discountApprovalId,
        ]),
      );
      if (done > 0) deepStrictEqual(row?.usedKey, key);
      if (row?.usedKey === null) return;
      const items = [{ productId: await newProduct(scene), quantity: 3 }];
      const other = {
        ...terms,
        sellerId: counter.seller.sellerId,
        items,
        payments: [card('59.99')],
      };
      const second = await untilFinal(() => counter.do('realizarVenta', other, counter.seller));
      deepStrictEqual(codesOf(second), ['DISCOUNT_NOT_AUTHORIZED']);
    },
    counter.seller,
  );
}

async function exchanging(scene: Scene): Promise<ReadyAct> {
  const { lane } = scene;
  const { returnId } = await pendingRefund(scene, { payments: [card('99.99')] });
  const payments = [{ method: 'EXCHANGE', amount: '30.00', returnId }, card('69.99')];
  return selling(scene, { payments }, async ({ done }) => {
    const refunds = await lane.databases.ventas.query(
      claimed<{ status: string; amount: number }>(
        'SELECT status, amountCentimos AS amount FROM Refund WHERE returnId = ? ORDER BY seq',
        [returnId],
      ),
    );
    const whole = [{ status: 'PENDING', amount: 3_333 }];
    const split = [
      { status: 'PENDING', amount: 333 },
      { status: 'DONE', amount: 3_000 },
    ];
    deepStrictEqual(
      refunds.map((row) => ({ ...row })),
      done > 0 ? split : whole,
    );
  });
}

async function selling(
  scene: Scene,
  terms: object,
  checkMoney: (sale: { done: number; key: string }) => Promise<void>,
  person = scene.counter.admin,
): Promise<ReadyAct> {
  const { counter, random } = scene;
  // A first sale: an earlier case may have left the breaker towards inventario open.
  await sold(scene, {}, await newProduct(scene), 1);
  const productId = await newProduct(scene);
  const key = random.uuid();
  const items = [{ productId, quantity: 3 }];
  const input = { idempotencyKey: key, sellerId: person.sellerId, items, ...terms };
  return {
    send: (): Promise<CounterAnswer> => counter.do('realizarVenta', input, person),
    async check(times) {
      const done = await countIn(scene, 'Sale WHERE idempotencyKey = ?', [key]);
      mustBeTimes(done, times);
      const { available } = await counter.shop.stockOf(productId);
      deepStrictEqual(available, STOCK - done * 3);
      await checkMoney({ done, key });
    },
  };
}

/** @param soles such as `12.30` */
function centimosOf(soles: string): number {
  return Math.round(Number(soles) * 100);
}
