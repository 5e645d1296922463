// Goal: an approval on a key that can never sell any more is free again, whatever ended the key.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type Counter, cash, codesOf, openCounter } from '../../support/counter.ts';

let graph: Graph;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  counter = await openCounter(graph);
}, 60_000);
afterAll(() => graph?.stop());

async function freeApprovals(): Promise<string[]> {
  const text = '{ autorizaciones { id } }';
  type Answer = { autorizaciones: { id: string }[] };
  const { autorizaciones } = await counter.ask<Answer>(text, {}, counter.seller);
  return autorizaciones.map(({ id }) => id);
}

test('a key that a fault left open and a closed drawer ends gives its approval back', async () => {
  const { sellerId } = counter.seller;
  const leave = await counter.do('autorizarDescuento', { sellerId, maxPercent: '50.00' });
  const discountApprovalId = leave.approval!.id;
  const { id: productId } = await counter.shop.addProduct({ price: '100.00', stock: 9 });
  const tillId = await counter.addTill();
  const sessionId = await counter.openTill(tillId);
  const terms = { discount: { percent: '40.00' }, discountApprovalId, payments: [cash('60.00')] };
  const items = [{ productId, quantity: 1 }];
  const order = { idempotencyKey: randomUUID(), sellerId, tillId, items, ...terms };
  const sell = () => counter.do('realizarVenta', order, counter.seller);

  await graph.kill('inventario');
  expect(codesOf(await sell())).toEqual(['INVENTORY_UNAVAILABLE']);
  expect(await freeApprovals()).not.toContain(discountApprovalId);
  await graph.start('inventario');
  await counter.do('cerrarSesionCaja', { sessionId, countedAmount: '100.00' });
  const ended = async () => codesOf(await sell())[0] === 'CASH_SESSION_REQUIRED';
  await eventually('the key is ended', ended, 30_000);
  expect(await freeApprovals()).toContain(discountApprovalId);
}, 60_000);
