// Goal: a sale is found by all that people know of it, by those who may see it, on pages that
// neither skip nor repeat one.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn } from '../../support/accounts.ts';
import {
  type Counter,
  type CounterSale,
  card,
  cash,
  openCounter,
  type Person,
} from '../../support/counter.ts';
import { type GraphDatabases, openGraphDatabases } from '../../support/graph-databases.ts';

let graph: Graph;
let databases: GraphDatabases;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  counter = await openCounter(graph);
  await counter.setShop();
}, 60_000);
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

const SALES = `query Sales(
  $search: String, $tillId: ID, $paymentMethod: PaymentMethod, $customerId: ID, $sellerId: ID
  $from: Date, $to: Date, $first: Int, $after: String
) {
  ventas(
    search: $search, tillId: $tillId, paymentMethod: $paymentMethod, customerId: $customerId
    sellerId: $sellerId, from: $from, to: $to, first: $first, after: $after
  ) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }
}`;

interface Page {
  ventas: {
    totalCount: number;
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

async function idsFor(asked: object, person?: Person): Promise<string[]> {
  const { ventas } = await counter.ask<Page>(SALES, asked, person);
  expect(ventas.totalCount).toBe(ventas.nodes.length);
  return ventas.nodes.map(({ id }) => id);
}

let lastDni = 70_000_000;

interface Buyer {
  id: string;
  docNumber: string;
}

async function addBuyer(name: string, given: object = {}): Promise<Buyer> {
  const docNumber = String(++lastDni);
  const text = `mutation Add($input: CrearClienteInput!) {
    crearCliente(input: $input) { customer { id docNumber } } }`;
  const input = { name, docType: 'DNI', docNumber, ...given };
  type Answer = { crearCliente: { customer: Buyer } };
  return (await counter.ask<Answer>(text, { input })).crearCliente.customer;
}

async function sellTo(customerId: string | null, terms: object = {}) {
  const { sale } = await counter.sell([{ price: '10.00' }], { customerId, ...terms });
  return sale!;
}

test('a sale is found by its number in any case, alone', async () => {
  const buyer = await addBuyer('Número');
  const [sale] = [await sellTo(buyer.id), await sellTo(buyer.id)];
  expect(await idsFor({ search: sale!.number })).toEqual([sale!.id]);
  expect(await idsFor({ search: ` ${sale!.number.toLowerCase()} ` })).toEqual([sale!.id]);
  expect(await idsFor({ search: sale!.number.slice(1) })).toEqual([]);
});

test('a sale is found by its documents, with or without the zeros of their numbers', async () => {
  const payments = [card('10.00')];
  const sale = await sellTo(null, { payments, documentType: 'BOLETA' });
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  await counter.do('registrarDevolucion', { saleId: sale.id, reason: 'x', items });
  type Read = { venta: { document: Code | null; returns: { creditNote: Code | null }[] } };
  type Code = { code: string; series: string; number: number };
  const read = `query Read($id: ID!) { venta(id: $id) {
    document { code series number } returns { creditNote { code series number } } } }`;
  const note = await eventually('the note', async () => {
    const { venta } = await counter.ask<Read>(read, { id: sale.id });
    return venta.returns[0]?.creditNote && venta;
  });
  const { document } = note;
  expect(await idsFor({ search: document!.code })).toEqual([sale.id]);
  const short = `${document!.series.toLowerCase()}-${document!.number}`;
  expect(await idsFor({ search: short })).toEqual([sale.id]);
  expect(await idsFor({ search: note.returns[0]!.creditNote!.code })).toEqual([sale.id]);
  expect(await idsFor({ search: `${document!.series}-999` })).toEqual([]);
  expect(await idsFor({ search: `${document!.series}-999999999` })).toEqual([]);
});

test("a sale is found by the customer's document number and name as they were then", async () => {
  const mark = randomUUID().replaceAll(/\d/g, 'x').slice(0, 8);
  const buyer = await addBuyer(`Íñigo Peña ${mark}`, { docType: 'RUC', docNumber: '20000000001' });
  const sale = await sellTo(buyer.id);
  const edit = `mutation Edit($input: ActualizarClienteInput!) {
    actualizarCliente(input: $input) { userErrors { code } } }`;
  const docNumber = String(++lastDni);
  await counter.ask(edit, {
    input: { id: buyer.id, version: 1, name: 'Otra', docType: 'DNI', docNumber },
  });
  expect(await idsFor({ search: '20 000 000 001' })).toEqual([sale.id]);
  expect(await idsFor({ search: docNumber })).toEqual([]);
  expect(await idsFor({ search: `PEÑA inigo ${mark}` })).toEqual([sale.id]);
  expect(await idsFor({ search: `${mark.slice(2, 6)} eñ`, from: '2026-01-01' })).toEqual([sale.id]);
  expect(await idsFor({ search: `otra ${mark}` })).toEqual([]);
  expect(await idsFor({ search: `%_${mark}` })).toEqual([]);
  expect(await idsFor({ search: `${mark}`, to: '2020-01-01' })).toEqual([]);
});

test('sales are narrowed by till and by means of payment, with all else', async () => {
  const tillId = await counter.addTill();
  await counter.openTill(tillId);
  const buyer = await addBuyer('Caja');
  const inCash = await sellTo(buyer.id, { tillId, payments: [cash('10.00')] });
  const mixed = await sellTo(buyer.id, { tillId, payments: [card('6.00'), cash('4.00')] });
  const unpaid = await sellTo(buyer.id, { tillId });
  const elsewhere = await sellTo(buyer.id, { payments: [cash('10.00')] });
  expect(await idsFor({ tillId })).toEqual([unpaid.id, mixed.id, inCash.id]);
  expect(await idsFor({ tillId, paymentMethod: 'CASH' })).toEqual([mixed.id, inCash.id]);
  expect(await idsFor({ tillId, paymentMethod: 'CARD' })).toEqual([mixed.id]);
  expect(await idsFor({ tillId, paymentMethod: 'YAPE' })).toEqual([]);
  const search = buyer.docNumber;
  expect(await idsFor({ search, paymentMethod: 'CASH' })).toEqual([
    elsewhere.id,
    mixed.id,
    inCash.id,
  ]);
  expect(await idsFor({ tillId: '2147483647' })).toEqual([]);
  expect(await idsFor({ tillId: 'x', search })).toEqual([]);
});

test('pages of a search show every sale once, also those of the same millisecond', async () => {
  const name = `Página ${randomUUID().replaceAll(/\d/g, 'y')}`;
  const buyer = await addBuyer(name);
  const sales: CounterSale[] = [];
  for (let count = 0; count < 5; count++) sales.push(await sellTo(buyer.id));
  await sellTo((await addBuyer('Otra')).id);
  await databases.ventas.execute('UPDATE Sale SET createdAt = ? WHERE customerId = ?', [
    new Date('2026-03-01T15:00:00.123Z'),
    Number(buyer.id),
  ]);
  const newestFirst = sales.map(({ id }) => id).toSorted((a, b) => Number(a < b) - Number(a > b));
  for (const search of [name, buyer.docNumber]) {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { ventas }: Page = await counter.ask(SALES, { search, first: 2, after });
      expect(ventas.totalCount).toBe(5);
      seen.push(...ventas.nodes.map(({ id }) => id));
      if (!ventas.pageInfo.hasNextPage) break;
      after = ventas.pageInfo.endCursor;
    }
    expect(seen).toEqual(newestFirst);
  }
});

test('customers find their own sales and nobody else’s', async () => {
  const name = `Propia ${randomUUID().replaceAll(/\d/g, 'z')}`;
  const [buyer, other] = [await addBuyer(name), await addBuyer(name)];
  const [own, others] = [await sellTo(buyer.id), await sellTo(other.id)];
  const { accessToken } = await addSignedIn(graph, { roles: ['CLIENTE'], customerId: buyer.id });
  const customer = { token: accessToken, sellerId: '' };
  expect(await idsFor({ search: name }, customer)).toEqual([own.id]);
  expect(await idsFor({ search: own.number }, customer)).toEqual([own.id]);
  expect(await idsFor({ search: others.number }, customer)).toEqual([]);
  expect(await idsFor({ search: other.docNumber }, customer)).toEqual([]);
  expect(await idsFor({ search: name })).toEqual([others.id, own.id]);
});
