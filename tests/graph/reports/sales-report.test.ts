// Goal: a report says to the céntimo what was sold and what came back, whichever way it is asked.
// Long because all that can be asked of reports is asked of one graph, which starts slowly.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { type Counter, card, cash, openCounter } from '../../support/counter.ts';
import { type GraphDatabases, openGraphDatabases } from '../../support/graph-databases.ts';
import { anyStory, DAYS, dayAfterFirst, makeCast, tell } from './report-story.ts';
import {
  type Asked,
  type Group,
  type ReadSale,
  type ReportRow,
  readSale,
  reckonUp,
} from './second-reckoning.ts';

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

const FIELDS = 'key salesCount units gross discount base tax total returned net';
const REPORT = `query Report(
  $from: Date!, $to: Date!, $groupBy: SalesGroup!, $sellerId: ID, $first: Int, $after: String
) {
  reporteVentas(
    from: $from, to: $to, groupBy: $groupBy, sellerId: $sellerId, first: $first, after: $after
  ) {
    rows { ${FIELDS} product { id } seller { id } }
    totals { ${FIELDS} product { id } seller { id } }
    csv
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Linked extends ReportRow {
  product: { id: string } | null;
  seller: { id: string } | null;
}
interface Report {
  rows: Linked[];
  totals: Linked;
  csv: string;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

async function readPage(asked: Asked & { first?: number; after?: string | null }): Promise<Report> {
  return (await counter.ask<{ reporteVentas: Report }>(REPORT, asked)).reporteVentas;
}

const plain = ({ product: _, seller: __, ...row }: Linked): ReportRow => row;

/** All rows of a report, page by page; every page has the same totals. */
async function readReport(asked: Asked, first: number) {
  const rows: ReportRow[] = [];
  for (let after: string | null = null; ; ) {
    const page: Report = await readPage({ ...asked, first, after });
    expect(page.rows.length).toBeLessThanOrEqual(first);
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    rows.push(...page.rows.map(plain));
    if (!page.pageInfo.hasNextPage) return { rows, totals: plain(page.totals) };
    after = page.pageInfo.endCursor;
  }
}

const GROUPS: readonly Group[] = ['HOUR', 'DAY', 'SELLER', 'PRODUCT', 'PAYMENT_METHOD'];
const STORIES = 6;
const someDay = fc.nat({ max: DAYS - 1 });

test('whatever is sold, returned, undone and swapped, reports agree with a second reckoning', async () => {
  const known: ReadSale[] = [];
  const property = fc.asyncProperty(anyStory, someDay, someDay, async (story, one, other) => {
    const cast = await makeCast(counter);
    for (const told of story) {
      for (const id of await tell(counter, databases, cast, told)) {
        known.push(await readSale(counter, id));
      }
    }
    const from = dayAfterFirst(Math.min(one, other));
    const to = dayAfterFirst(Math.max(one, other));
    for (const groupBy of GROUPS) {
      // Earlier stories are in the report of everybody.
      const ofAll = { groupBy, from, to };
      expect(await readReport(ofAll, 2)).toEqual(reckonUp(known, ofAll));
      const ofOne = { ...ofAll, sellerId: cast.sellerIds[0]! };
      expect(await readReport(ofOne, 100)).toEqual(reckonUp(known, ofOne));
    }
  });
  await fc.assert(property, { numRuns: STORIES, endOnFailure: true });
}, 120_000);

/** Sells on a day that no other test uses. */
async function sellOn(instant: string, price: string, terms: object = {}): Promise<string> {
  const { sale } = await counter.sell([{ price }], terms);
  await databases.ventas.execute('UPDATE Sale SET createdAt = ? WHERE id = ?', [
    new Date(instant),
    sale!.id,
  ]);
  return sale!.id;
}

test('an hour and a day are those of Lima, and a day without sales has no row', async () => {
  await sellOn('2026-05-01T04:59:59.999Z', '1.00');
  await sellOn('2026-05-01T05:00:00.000Z', '2.00');
  await sellOn('2026-05-03T04:59:59.999Z', '4.00');
  await sellOn('2026-05-03T05:00:00.000Z', '8.00');
  const asked = { from: '2026-05-01', to: '2026-05-02' };
  expect((await readPage({ ...asked, groupBy: 'HOUR' })).rows).toMatchObject([
    { key: '2026-05-01T00', net: '2.00', product: null, seller: null },
    { key: '2026-05-02T23', net: '4.00' },
  ]);
  const days = { groupBy: 'DAY' as const, from: '2026-04-30', to: '2026-05-30' };
  const { rows, totals, pageInfo } = await readPage(days);
  expect(rows.map(({ key, net }) => [key, net])).toEqual([
    ['2026-04-30', '1.00'],
    ['2026-05-01', '2.00'],
    ['2026-05-02', '4.00'],
    ['2026-05-03', '8.00'],
  ]);
  expect(totals).toMatchObject({ key: 'TOTAL', salesCount: 4, units: 4, net: '15.00' });
  expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
});

test('a report of nothing has no rows, and zeros', async () => {
  const asked = { from: '2026-06-01', to: '2026-06-01' };
  for (const groupBy of GROUPS) {
    for (const sellerId of [undefined, '2147483647', 'nobody']) {
      const report = await readPage({ ...asked, groupBy, ...(sellerId && { sellerId }) });
      expect(report).toMatchObject({
        rows: [],
        totals: { key: 'TOTAL', salesCount: 0, units: 0, gross: '0.00', net: '0.00' },
        pageInfo: { hasNextPage: false, endCursor: null },
      });
    }
  }
});

test('sums and cursors stay exact beyond what a double can hold', async () => {
  const sellerId = await counter.shop.addSeller();
  const ids: string[] = [];
  // As floats two of them are one.
  for (const centimos of ['9007199254740993', '9007199254740995', '9007199254740994']) {
    const id = await sellOn('2026-07-01T12:00:00.000Z', '10.00', { sellerId });
    ids.push(id);
    const amounts = 'totalCentimos = ?, taxCentimos = 0';
    await databases.ventas.execute(
      `UPDATE Sale SET ${amounts}, subtotalCentimos = ? WHERE id = ?`,
      [centimos, centimos, id],
    );
    await databases.ventas.execute(
      `UPDATE SaleItem SET ${amounts}, baseCentimos = ? WHERE saleId = ?`,
      [centimos, centimos, id],
    );
  }
  const asked = { from: '2026-07-01', to: '2026-07-01', sellerId };
  const bySeller = await readPage({ ...asked, groupBy: 'SELLER' });
  expect(bySeller.rows).toMatchObject([{ key: sellerId, total: '270215977642229.82' }]);
  expect(bySeller.rows[0]!.seller).toEqual({ id: sellerId });
  const byProduct = await readReport({ ...asked, groupBy: 'PRODUCT' }, 1);
  expect(byProduct.rows.map(({ net }) => net)).toEqual([
    '90071992547409.95',
    '90071992547409.94',
    '90071992547409.93',
  ]);
  expect(byProduct.totals.net).toBe('270215977642229.82');
});

test('the totals are those of the very rows beside them while people sell', async () => {
  const sellerId = await counter.shop.addSeller();
  const today = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 10);
  const { id: productId } = await counter.shop.addProduct({ price: '7.00', stock: 1_000 });
  const terms = { sellerId, tillId: counter.tillId, items: [{ productId, quantity: 2 }] };
  let isSelling = true;
  const sellMany = async () => {
    const sell = () => counter.do('realizarVenta', { ...terms, payments: [card('14.00')] });
    try {
      for (let round = 0; round < 25; round++) await Promise.all(Array.from({ length: 6 }, sell));
    } finally {
      isSelling = false;
    }
  };
  const readWhileSelling = async (groupBy: Group) => {
    const asked = { groupBy, from: today, to: today, sellerId };
    while (isSelling) {
      const { rows, totals } = await readPage(asked);
      const sum = rows.reduce((whole, { net }) => whole + Number(net), 0);
      expect([groupBy, sum.toFixed(2)]).toEqual([groupBy, totals.net]);
      const count = rows.reduce((whole, { salesCount }) => whole + salesCount, 0);
      expect(count).toBe(totals.salesCount);
    }
  };
  await Promise.all([sellMany(), ...GROUPS.map(readWhileSelling)]);
});

test('a table for a spreadsheet names what its rows are about, and no text is a formula', async () => {
  const { shop } = counter;
  const [tv, cable] = await shop.addProducts([
    { sku: '=1+1', name: 'Televisor 55", "smart"', price: '100.00', stock: 9 },
    { sku: `C-${randomUUID()}`, name: '@SUM(A1)', price: '10.00', stock: 9 },
  ]);
  const sellerId = await shop.addSeller();
  const sold = { sellerId, tillId: counter.tillId };
  const items = [
    { productId: tv!.id, quantity: 1 },
    { productId: cable!.id, quantity: 2 },
  ];
  const { sale } = await counter.do('realizarVenta', {
    ...sold,
    items,
    payments: [cash('120.00')],
  });
  const at = new Date('2026-08-01T15:30:00.000Z');
  for (const table of ['Sale', 'Payment']) {
    const key = table === 'Sale' ? 'id' : 'saleId';
    await databases.ventas.execute(`UPDATE ${table} SET createdAt = ? WHERE ${key} = ?`, [
      at,
      sale!.id,
    ]);
  }
  await databases.ventas.execute("UPDATE Payment SET day = '2026-08-01' WHERE saleId = ?", [
    sale!.id,
  ]);
  const csvBy = async (groupBy: Group, to = '2026-08-01') => {
    const asked = { groupBy, from: '2026-08-01', to, sellerId };
    return (await readPage(asked)).csv.split('\r\n');
  };
  const titles = 'Ventas,Unidades,Bruto,Descuento,Base,IGV,Total,Devuelto,Neto';
  const whole = '1,3,120.00,0.00,101.70,18.30,120.00,0.00,120.00';
  expect(await csvBy('PRODUCT')).toEqual([
    `SKU,Producto,${titles}`,
    `'=1+1,"Televisor 55"", ""smart""",1,1,100.00,0.00,84.75,15.25,100.00,0.00,100.00`,
    `${cable!.sku},'@SUM(A1),1,2,20.00,0.00,16.95,3.05,20.00,0.00,20.00`,
    '',
  ]);
  expect(await csvBy('HOUR')).toEqual([`Hora,${titles}`, `2026-08-01 10:00,${whole}`, '']);
  expect(await csvBy('DAY')).toEqual([`Día,${titles}`, `2026-08-01,${whole}`, '']);
  expect(await csvBy('SELLER')).toEqual([
    `Código,Vendedor,${titles}`,
    expect.stringMatching(new RegExp(`^[0-9a-f]{12},.+,${whole}$`)),
    '',
  ]);
  expect(await csvBy('PAYMENT_METHOD')).toEqual([
    'Medio de pago,Total,Devuelto,Neto',
    'Efectivo,120.00,0.00,120.00',
    '',
  ]);
  const back = [{ lineNumber: 1, quantity: 1, restock: true }];
  await counter.do('registrarDevolucion', { saleId: sale!.id, reason: 'x', items: back });
  await databases.ventas.execute("UPDATE SaleReturn SET day = '2026-08-03' WHERE saleId = ?", [
    sale!.id,
  ]);
  const asked = { groupBy: 'PRODUCT' as const, from: '2026-08-03', to: '2026-08-03' };
  const onlyBack = await readPage(asked);
  expect(onlyBack.rows).toMatchObject([{ key: tv!.id, salesCount: 0, net: '-100.00' }]);
  expect(onlyBack.rows[0]!.product).toEqual({ id: tv!.id });
  expect(onlyBack.csv).toContain(`""smart""",0,0,0.00,0.00,0.00,0.00,0.00,100.00,-100.00\r\n`);
});

test.each([
  [{ from: '2026-03-01', to: '2026-02-28' }, 'to es anterior a from.'],
  [{ from: '2026-03-01', to: '2026-04-01' }, 'Un reporte abarca 31 días como máximo.'],
  [{ from: '0001-01-01', to: '9999-12-31' }, 'Un reporte abarca 31 días como máximo.'],
  [{ first: 0 }, 'first va de 1 a 1000.'],
  [{ first: 1_001 }, 'first va de 1 a 1000.'],
  [{ after: 'x' }, 'El cursor de after no es de esta lista.'],
])('a report of %j is refused with a sentence', async (given, message) => {
  const asked = { groupBy: 'DAY', from: '2026-03-01', to: '2026-03-31', ...given };
  const asking = counter.ask(REPORT, asked);
  await expect(asking).rejects.toThrow(`Datos de entrada inválidos. ${message}`);
  await expect(asking).rejects.toThrow('BAD_USER_INPUT');
});

test('a cursor of one report is none of another', async () => {
  await sellOn('2026-09-01T12:00:00.000Z', '1.00');
  const asked = { from: '2026-09-01', to: '2026-09-01' };
  const { pageInfo } = await readPage({ ...asked, groupBy: 'SELLER' });
  const after = pageInfo.endCursor;
  expect(await counter.shop.codesOf(REPORT, { ...asked, groupBy: 'SELLER', after })).toEqual([]);
  for (const groupBy of ['DAY', 'PRODUCT', 'PAYMENT_METHOD']) {
    expect(await counter.shop.codesOf(REPORT, { ...asked, groupBy, after })).toEqual([
      'BAD_USER_INPUT',
    ]);
  }
});
