// Goal: each sale that asks for it has one document, with a number without a gap, that never
// changes; what is taken back of the sale is taken back by a note.
// Long because each way to a document and back has its case on one graph.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  type Counter,
  type CounterSale,
  card,
  cash,
  codesOf,
  openCounter,
} from '../../support/counter.ts';
import { type GraphDatabases, openGraphDatabases } from '../../support/graph-databases.ts';

let graph: Graph;
let databases: GraphDatabases;
let counter: Counter;
beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  counter = await openCounter(graph);
}, 60_000);
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

interface Document {
  series: string;
  number: number;
  code: string;
  type: string;
  customerName: string | null;
  customerDoc: string | null;
  total: string;
  html: string;
  pdf: string;
  qrPayload: string;
  affects: { code: string } | null;
}
interface Documented {
  document: Document | null;
  returns: { creditNote: Document | null }[];
  timeline: { kind: string; detail: string }[];
}

const DOCUMENT = `series number code type issuedAt customerName customerDoc base tax total
  amountInWords qrPayload html pdf affects { code } sale { id }`;

async function read(saleId: string): Promise<Documented> {
  const text = `query Read($id: ID!) { venta(id: $id) {
    document { ${DOCUMENT} } returns { creditNote { ${DOCUMENT} } } timeline { kind detail } } }`;
  return (await counter.ask<{ venta: Documented }>(text, { id: saleId })).venta;
}

function issued(sale: CounterSale): Promise<Document> {
  return eventually(`the document of ${sale.id}`, async () => (await read(sale.id)).document);
}

function noteOf(sale: CounterSale, index = 0): Promise<Document> {
  return eventually(
    `note ${index} of ${sale.id}`,
    async () => (await read(sale.id)).returns[index]?.creditNote,
  );
}

async function addCustomer(docType: string, docNumber: string): Promise<string> {
  const text = `mutation Add($input: CrearClienteInput!) {
    crearCliente(input: $input) { customer { id } userErrors { code } } }`;
  const input = { name: 'Comercial Rivas', docType, docNumber };
  type Answer = { crearCliente: { customer: { id: string } } };
  return (await counter.ask<Answer>(text, { input })).crearCliente.customer.id;
}

const back = (quantity: number) => [{ lineNumber: 1, quantity, restock: true }];

test('until the data of the shop are set there are sales and no documents', async () => {
  const lines = [{ price: '10.00' }];
  const refused = await counter.sell(lines, { documentType: 'BOLETA' });
  expect(refused.userErrors).toMatchObject([
    { code: 'DOCUMENT_NOT_ALLOWED', path: ['input', 'documentType'] },
  ]);
  const { sale } = await counter.sell(lines);
  expect(
    codesOf(await counter.do('emitirComprobante', { saleId: sale!.id, type: 'BOLETA' })),
  ).toEqual(['DOCUMENT_NOT_ALLOWED']);
  await counter.setShop();
  const asked = await counter.do('emitirComprobante', { saleId: sale!.id, type: 'BOLETA' });
  expect(codesOf(asked)).toEqual([]);
  expect((await issued(sale!)).type).toBe('BOLETA');
});

test('a boleta is sold with the sale, and prints as a page and as a PDF', async () => {
  const { sale } = await counter.sell([{ price: '99.96' }], {
    payments: [cash('99.90', '100.00')],
    documentType: 'BOLETA',
  });
  const document = await issued(sale!);
  expect(document).toMatchObject({
    type: 'BOLETA',
    code: `${document.series}-${String(document.number).padStart(8, '0')}`,
    customerName: null,
    base: '84.71',
    tax: '15.25',
    total: '99.96',
    amountInWords: 'SON: NOVENTA Y NUEVE CON 96/100 SOLES',
    affects: null,
    sale: { id: sale!.id },
  });
  expect(document.qrPayload).toMatch(/^20000000001\|03\|B\w{3}\|0*\d+\|15\.25\|99\.96\|/);
  expect(document.html).toContain('<!doctype html>');
  expect(document.html).toContain('Representación interna, sin valor tributario');
  expect(document.html).toContain(document.code);
  expect(Buffer.from(document.pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  expect((await read(sale!.id)).timeline).toContainEqual({
    kind: 'DOCUMENT_ISSUED',
    detail: document.code,
  });
  const { comprobante } = await counter.ask<{ comprobante: unknown }>(
    `query One($series: String!, $number: Int!) {
      comprobante(series: $series, number: $number) { code sale { id } } }`,
    { series: document.series, number: document.number },
  );
  expect(comprobante).toEqual({ code: document.code, sale: { id: sale!.id } });
});

test('what was issued does not change with the shop, the customer or the payment', async () => {
  const customerId = await addCustomer('RUC', '20131312955');
  const { sale } = await counter.sell([{ price: '50.00' }], {
    customerId,
    payments: [card('50.00')],
    documentType: 'FACTURA',
  });
  const before = await issued(sale!);
  expect(before).toMatchObject({ customerName: 'Comercial Rivas', customerDoc: '20131312955' });
  const { tienda } = await counter.ask<{ tienda: { version: number } }>('{ tienda { version } }');
  await counter.do('actualizarTienda', { version: tienda.version, legalName: 'Otra S.A.' });
  await databases.ventas.execute("UPDATE Customer SET name = 'Otro' WHERE id = ?", [customerId]);
  await counter.do('registrarDevolucion', { saleId: sale!.id, reason: 'x', items: back(1) });
  expect(await issued(sale!)).toEqual(before);
  expect(before.html).toContain('ElectroPlus S.A.C.');
});

test('a boleta above 700.00 needs its buyer, a factura a RUC', async () => {
  const boleta = { documentType: 'BOLETA' };
  const large = await counter.sell([{ price: '700.01' }], boleta);
  expect(large).toMatchObject({ sale: null, userErrors: [{ code: 'CUSTOMER_REQUIRED' }] });
  expect((await counter.sell([{ price: '700.00' }], boleta)).sale).not.toBeNull();
  const customerId = await addCustomer('DNI', '45678912');
  const known = await counter.sell([{ price: '700.01' }], { ...boleta, customerId });
  expect(known.sale).not.toBeNull();
  const factura = { documentType: 'FACTURA' };
  expect(codesOf(await counter.sell([{ price: '1.00' }], { ...factura, customerId }))).toEqual([
    'INVALID_DOCUMENT',
  ]);
  expect(codesOf(await counter.sell([{ price: '1.00' }], factura))).toEqual(['CUSTOMER_REQUIRED']);
  for (const terms of [{ documentType: 'NOTA_CREDITO' }, { ...boleta, tillId: null }]) {
    expect(codesOf(await counter.sell([{ price: '1.00' }], terms))).toEqual([
      'DOCUMENT_NOT_ALLOWED',
    ]);
  }
  const free = await counter.sell([{ price: '1.00' }], { ...boleta, discount: { percent: '100' } });
  expect(codesOf(free)).toEqual(['DOCUMENT_NOT_ALLOWED']);
});

test('a series that none can be has no documents', async () => {
  for (const series of ['ñ', '💥', 'x', "'"]) {
    const { comprobante, comprobantes } = await counter.ask<Record<string, unknown>>(
      `query None($series: String!) {
        comprobante(series: $series, number: 1) { code }
        comprobantes(series: $series) { nodes { code } totalCount } }`,
      { series },
    );
    expect([comprobante, comprobantes]).toEqual([null, { nodes: [], totalCount: 0 }]);
  }
});

test('a series that cannot go on holds up no other', async () => {
  await databases.ventas.execute(
    `INSERT INTO DocumentQueue (series, sourceId, type, saleId)
     VALUES ('B0', 'nothing', 'BOLETA', 'nothing')`,
  );
  const { sale } = await counter.sell([{ price: '5.00' }], { documentType: 'BOLETA' });
  expect((await issued(sale!)).total).toBe('5.00');
  await databases.ventas.execute("DELETE FROM DocumentQueue WHERE series = 'B0'");
});

test('a document that is asked for late brings the notes of earlier returns', async () => {
  const { sale } = await counter.sell([{ price: '50.00', quantity: 2 }], {
    payments: [cash('100.00')],
  });
  const saleId = sale!.id;
  await counter.do('registrarDevolucion', { saleId, reason: 'no funciona', items: back(1) });
  const input = { saleId, type: 'BOLETA' };
  expect(await counter.do('emitirComprobante', input)).toMatchObject({ replayed: false });
  expect(await counter.do('emitirComprobante', input)).toMatchObject({ replayed: true });
  const customerId = await addCustomer('RUC', '20100047218');
  const other = { saleId, type: 'FACTURA', customerId };
  expect(codesOf(await counter.do('emitirComprobante', other))).toEqual(['DOCUMENT_EXISTS']);
  const named = { ...input, customerId: await counter.shop.addCustomer('Ana') };
  expect(codesOf(await counter.do('emitirComprobante', named))).toEqual(['DOCUMENT_EXISTS']);
  const boleta = await issued(sale!);
  const note = await noteOf(sale!);
  expect(boleta).toMatchObject({ total: '100.00' });
  expect(note).toMatchObject({
    type: 'NOTA_CREDITO',
    total: '50.00',
    affects: { code: boleta.code },
  });
  expect(note.html).toContain('no funciona');
});

test('a void of a document that was issued leaves a note for what was left', async () => {
  const { sale } = await counter.sell([{ price: '10.00', quantity: 3 }], {
    payments: [cash('30.00')],
    documentType: 'BOLETA',
  });
  const boleta = await issued(sale!);
  const saleId = sale!.id;
  await counter.do('registrarDevolucion', { saleId, reason: 'uno', items: back(1) });
  await counter.do('anularVenta', { saleId, reason: 'todo' });
  const notes = [await noteOf(sale!, 0), await noteOf(sale!, 1)];
  expect(notes.map(({ total }) => total)).toEqual(['10.00', '20.00']);
  for (const note of notes) expect(note.affects).toEqual({ code: boleta.code });
  expect(notes[1]!.number).toBe(notes[0]!.number + 1);
});

test('a void of a document that still waits leaves none, nor the notes that wait for it', async () => {
  const tillId = await counter.addTill();
  await counter.openTill(tillId);
  const [{ seriesBoleta: series } = { seriesBoleta: '' }] = await tillRow(tillId);
  // The worker waits for the row of the series.
  const blocker = await databases.ventas.transaction(async (sql) => {
    await sql.execute('SELECT * FROM DocumentSeries WHERE series = ? FOR UPDATE', [series]);
    const { sale } = await counter.sell([{ price: '10.00', quantity: 3 }], {
      tillId,
      payments: [cash('30.00')],
      documentType: 'BOLETA',
    });
    const saleId = sale!.id;
    await counter.do('registrarDevolucion', { saleId, reason: 'uno', items: back(1) });
    await counter.do('anularVenta', { saleId, reason: 'todo' });
    return sale!;
  });
  const { sale: next } = await counter.sell([{ price: '1.00' }], {
    tillId,
    documentType: 'BOLETA',
  });
  expect((await issued(next!)).number).toBe(1);
  expect(await read(blocker.id)).toMatchObject({
    document: null,
    returns: [{ creditNote: null }, {}],
  });
  const { comprobantes } = await counter.ask<{ comprobantes: { totalCount: number } }>(
    'query All($series: String) { comprobantes(series: $series) { totalCount } }',
    { series },
  );
  expect(comprobantes.totalCount).toBe(1);
});

async function tillRow(tillId: string): Promise<{ seriesBoleta: string }[]> {
  const { cajas } = await counter.ask<{ cajas: { id: string; seriesBoleta: string }[] }>(
    '{ cajas { id seriesBoleta } }',
  );
  return cajas.filter(({ id }) => id === tillId);
}

test('a correction takes the old document back and writes what is left anew', async () => {
  const { sale } = await counter.sell([{ price: '59.00', quantity: 3 }], {
    payments: [cash('177.00')],
    documentType: 'BOLETA',
  });
  const saleId = sale!.id;
  const boleta = await issued(sale!);
  await counter.do('registrarDevolucion', { saleId, reason: 'uno', items: back(1) });
  const customerId = await addCustomer('RUC', '20100070970');
  const input = { saleId, type: 'FACTURA', customerId, reason: 'pidió factura' };
  const keyed = { ...input, idempotencyKey: randomUUID() };
  const { sale: corrected } = await counter.do('corregirComprobante', keyed);
  expect(corrected).toMatchObject({ status: 'COMPLETED', refunded: '59.00' });
  expect(await counter.do('corregirComprobante', keyed)).toMatchObject({ replayed: true });
  const factura = await eventually('the factura', async () => {
    const { document } = await read(saleId);
    return document?.type === 'FACTURA' ? document : null;
  });
  expect(factura).toMatchObject({ total: '118.00', base: '100.00', customerDoc: '20100070970' });
  const notes = await eventually('both notes', async () => {
    const { timeline } = await read(saleId);
    const codes = timeline.filter(({ kind }) => kind === 'DOCUMENT_ISSUED');
    return codes.length === 4 ? codes.map(({ detail }) => detail) : null;
  });
  expect(notes).toContain(boleta.code);
  // Later returns correct the new document.
  await counter.do('registrarDevolucion', { saleId, reason: 'dos', items: back(2) });
  expect((await noteOf(sale!, 1)).affects).toEqual({ code: factura.code });
  expect(codesOf(await counter.do('corregirComprobante', input))).toEqual(['DOCUMENT_NOT_ALLOWED']);
});

test('sellers correct their own documents on the same day', async () => {
  const { seller } = counter;
  const customerId = await addCustomer('DNI', '12345678');
  const own = await counter.sell([{ price: '5.00' }], { documentType: 'BOLETA' }, seller);
  const correct = (saleId: string) =>
    counter.do('corregirComprobante', { saleId, type: 'BOLETA', customerId, reason: 'x' }, seller);
  expect(codesOf(await correct(own.sale!.id))).toEqual([]);
  const others = await counter.sell([{ price: '5.00' }], { documentType: 'BOLETA' });
  expect(codesOf(await correct(others.sale!.id))).toEqual(['DOCUMENT_NOT_ALLOWED']);
  const none = await counter.sell([{ price: '5.00' }], {}, seller);
  expect(codesOf(await correct(none.sale!.id))).toEqual(['DOCUMENT_NOT_ALLOWED']);
});

test('boletas of two tills are numbered 1 to n while ventas is killed again and again', async () => {
  const tills = [await counter.addTill(), await counter.addTill()];
  const { id: productId } = await counter.shop.addProduct({ price: '3.00', stock: 10_000 });
  const { sellerId } = counter.shop;
  const items = [{ productId, quantity: 1 }];
  let isSelling = true;
  const clients = Array.from({ length: 8 }, async (_, client) => {
    const sold: string[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const idempotencyKey = randomUUID();
      const tillId = tills[(client + turn) % 2]!;
      const input = { sellerId, tillId, items, documentType: 'BOLETA', idempotencyKey };
      const sale = await eventually(
        'a sale',
        async () => (await counter.do('realizarVenta', input).catch(() => null))?.sale,
        30_000,
      );
      sold.push(sale.id);
    }
    return sold;
  });
  const killing = (async () => {
    while (isSelling) {
      const before = await countAllDocuments();
      await eventually('some more documents', async () => {
        return !isSelling || (await countAllDocuments()) > before + 20;
      });
      await graph.kill('ventas', 'SIGKILL');
      await graph.start('ventas');
    }
  })();
  const saleIds = (await Promise.all(clients)).flat();
  isSelling = false;
  await killing;
  await eventually(
    'every sale has its document',
    async () => (await countDocuments(saleIds)) === saleIds.length,
    30_000,
  );
  const rows = await seriesNumbers(saleIds);
  for (const numbers of Map.groupBy(rows, ({ series }) => series).values()) {
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((__, index) => index + 1));
  }
}, 120_000);

async function seriesNumbers(saleIds: readonly string[]) {
  return databases.ventas.query(
    numbersOf(
      'SELECT series, number FROM SaleDocument WHERE saleId IN (?) ORDER BY series, number',
      [saleIds],
    ),
  );
}

async function countDocuments(saleIds: readonly string[]): Promise<number> {
  return (await seriesNumbers(saleIds)).length;
}

async function countAllDocuments(): Promise<number> {
  return (await databases.ventas.query(numbersOf('SELECT series, number FROM SaleDocument')))
    .length;
}

const numbersOf = claimed<{ series: string; number: number }>;
