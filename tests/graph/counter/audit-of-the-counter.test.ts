// Goal: whatever moves money or rules at the counter is in the audit log, once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn } from '../../support/accounts.ts';
import { auditEntries } from '../../support/audit-log.ts';
import { type Counter, card, openCounter, type Person } from '../../support/counter.ts';

let graph: Graph;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  counter = await openCounter(graph);
}, 60_000);
afterAll(() => graph?.stop());

test('a day of a manager leaves an entry for each thing that they did', async () => {
  const { sellerId } = counter.shop;
  const { id, accessToken } = await addSignedIn(graph, { roles: ['ADMIN'], sellerId });
  const me: Person = { token: accessToken, sellerId };
  const run = (...[operation, input]: Parameters<Counter['do']>) =>
    counter.do(operation, input, me);

  await run('actualizarTienda', {
    version: 0,
    legalName: 'ElectroPlus S.A.C.',
    ruc: '20000000001',
    address: 'Av. Arequipa 123',
  });
  await run('fijarTasaIgv', { basisPoints: 1_600, validFrom: '2099-01-01' });
  const series = { seriesBoleta: 'BZ01', seriesFactura: 'FZ01' };
  const { till } = await run('crearCaja', { code: 'Z-1', name: 'Caja', ...series });
  await run('actualizarCaja', { id: till!.id, version: 1, name: 'Caja Z' });
  const opened = await run('abrirSesionCaja', { tillId: till!.id, openingAmount: '10.00' });
  const sessionId = opened.session!.id;
  await run('registrarMovimientoCaja', { sessionId, kind: 'OUT', amount: '5.00', reason: 'taxi' });
  await run('autorizarDescuento', { sellerId, maxPercent: '10' });
  const lines = [{ price: '20.00', quantity: 2 }];
  const sold = await counter.sell(lines, { payments: [card('40.00')] });
  const saleId = sold.sale!.id;
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  const back = await run('registrarDevolucion', { saleId, reason: 'no funciona', items });
  const refundId = back.saleReturn!.refunds[0]!.id;
  await run('confirmarReembolso', { refundId, reference: 'OP-1' });
  await run('confirmarReembolso', { refundId, reference: 'OP-1' });
  await run('emitirComprobante', { saleId, type: 'BOLETA' });
  const customerId = await counter.shop.addCustomer();
  const correction = { saleId, type: 'BOLETA', customerId, reason: 'nombre' };
  await run('corregirComprobante', correction);
  await run('anularVenta', { saleId, reason: 'error' });
  await run('cerrarSesionCaja', { sessionId, countedAmount: '5.10' });

  const entries = await eventually('all of it is in the log', async () => {
    const found = await auditEntries(counter.shop, { actorId: id });
    const own = found.filter(({ kind }) => kind !== 'SIGNED_IN').reverse();
    return own.length >= 13 ? own : null;
  });
  expect(entries.map(({ kind, subject, detail }) => [kind, subject, detail])).toEqual([
    ['SHOP_CHANGED', 'Shop', expect.stringContaining('20000000001')],
    ['TAX_RATE_SET', 'IGV 2099-01-01', '1600'],
    ['TILL_CREATED', `Till ${till!.id} Z-1`, 'BZ01 FZ01'],
    ['TILL_CHANGED', `Till ${till!.id} Z-1`, 'name'],
    ['CASH_SESSION_OPENED', `Till ${till!.id} Z-1`, 'opening 10.00'],
    ['CASH_MOVED', `CashSession ${sessionId}`, 'OUT 5.00: taxi'],
    ['DISCOUNT_APPROVED', `Seller ${sellerId}`, 'up to 10.00 %, 15 min'],
    ['SALE_RETURNED', `Sale ${saleId}`, 'worth 20.00, back 20.00: no funciona'],
    ['REFUND_CONFIRMED', `Refund ${refundId}`, 'CARD 20.00'],
    ['DOCUMENT_REQUESTED', `Sale ${saleId}`, expect.stringMatching(/^BOLETA B\w{3}$/)],
    ['DOCUMENT_CORRECTED', `Sale ${saleId}`, expect.stringMatching(/: nombre$/)],
    ['SALE_VOIDED', `Sale ${saleId}`, 'worth 20.00, back 20.00: error'],
    ['CASH_SESSION_CLOSED', `CashSession ${sessionId}`, 'expected 5.00, difference 0.10'],
  ]);
});
