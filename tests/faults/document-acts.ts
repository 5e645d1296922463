// The ways to a document and back, each with all that must be true once it is done, or never
// happened. That numbers have no holes is for `verify` to say, which looks after every case.

import type { Failpoint } from '../../common/subgraph/failpoint/failpoint.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import {
  type CounterAct,
  countIn,
  mustBeTimes,
  newProduct,
  newTill,
  type ReadyAct,
  type Scene,
  sold,
} from './counter-acts.ts';

const ISSUE_POINTS = ['ventas.issue.before', 'ventas.issue.inside', 'ventas.issue.after'] as const;
const DOCUMENT_POINTS: readonly Failpoint[] = [
  'ventas.document.before',
  'ventas.document.inside',
  'ventas.document.after',
  ...ISSUE_POINTS,
];

/** Every act that makes documents. */
export const DOCUMENT_ACTS: readonly CounterAct[] = [
  { name: 'a boleta is asked for', points: DOCUMENT_POINTS, prepare: asking },
  { name: 'a boleta is corrected', points: DOCUMENT_POINTS, prepare: correcting },
  { name: 'a note is left by a return', points: ISSUE_POINTS, prepare: leavingNote },
];

async function soldAtTill(scene: Scene, terms: object = {}) {
  // The shop of a lane is set once; later tries are told that they are stale.
  await scene.counter.setShop();
  const { tillId } = await newTill(scene);
  return sold(scene, { tillId, ...terms }, await newProduct(scene));
}

/** A sale whose boleta is issued. */
async function documented(scene: Scene) {
  const sale = await soldAtTill(scene, { documentType: 'BOLETA' });
  await eventually('its boleta', async () => (await documentsOf(scene, sale.id)) === 1);
  return sale;
}

/** The documents of a sale, once none of them waits. */
async function documentsOf(scene: Scene, saleId: string): Promise<number> {
  await eventually('nothing waits for its number', async () => {
    return (await countIn(scene, 'DocumentQueue WHERE saleId = ?', [saleId])) === 0;
  });
  return countIn(scene, 'SaleDocument WHERE saleId = ?', [saleId]);
}

async function asking(scene: Scene): Promise<ReadyAct> {
  const { id: saleId } = await soldAtTill(scene);
  return {
    send: () => scene.counter.do('emitirComprobante', { saleId, type: 'BOLETA' }),
    check: async (times) => mustBeTimes(await documentsOf(scene, saleId), times),
  };
}

async function correcting(scene: Scene): Promise<ReadyAct> {
  const { counter, random } = scene;
  const { id: saleId } = await documented(scene);
  const customerId = await counter.shop.addCustomer();
  const correction = { saleId, type: 'BOLETA', customerId, reason: 'nombre' };
  const input = { idempotencyKey: random.uuid(), ...correction };
  return {
    send: () => counter.do('corregirComprobante', input),
    // A note and another boleta, or neither.
    check: async (times) => mustBeTimes(((await documentsOf(scene, saleId)) - 1) / 2, times),
  };
}

async function leavingNote(scene: Scene): Promise<ReadyAct> {
  const { counter, random } = scene;
  const { id: saleId } = await documented(scene);
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  const input = { idempotencyKey: random.uuid(), saleId, reason: 'no funciona', items };
  return {
    send: () => counter.do('registrarDevolucion', input),
    check: async (times) => mustBeTimes((await documentsOf(scene, saleId)) - 1, times),
  };
}
