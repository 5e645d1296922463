// Goal: a shop that has worked with an older version goes on under this one, with everything that
// it has sold, promised and answered.
// Method: version-0.1.0.json.gz holds the three databases as that version left them: demo data, 84
// invoices of a real file, open sessions, keys that one and two accounts have used, a refused sale,
// products that differ in the form of their letters or in a leading zero only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SubgraphName } from '../../../common/topology/services.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { signIn } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { as } from '../../support/accounts.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';

const ADMINISTRATOR = { email: 'admin@electroplus.test', password: 'electroplus-demo' };
/** Of an open session of the administrator. */
const REFRESH_TOKEN = '_m901R41Y9FnT9N-DNYl9FN4vXPnoxFoBru1SYqM_Ug';
/** Sessions last for days, and the dump stays as it is for years: they began just now. */
const LEFT_JUST_NOW = `
  UPDATE Session SET createdAt = NOW(3), expiresAt = NOW(3) + INTERVAL 7 DAY;
  UPDATE RefreshToken SET createdAt = NOW(3);`;
const KEYS = {
  ofTwoAccounts: '11111111-1111-4111-8111-111111111111',
  ofTheSeller: '22222222-2222-4222-8222-222222222222',
  refused: '33333333-3333-4333-8333-333333333333',
  ofTwoCorrections: '44444444-4444-4444-8444-444444444444',
};
const PRODUCT_ID = '144';
const CUSTOMER_ID = '13';
/** Of the seller whom the administrator named, and of the one who has an account. */
const SELLER_IDS = { first: '9', second: '1' };
const SALE_IDS = {
  first: '01a21964-96a7-70e4-9fae-2457b32b6a93',
  ofTheSeller: '01a21964-96e4-73a8-b226-db195fa47a75',
};

let graph: Graph;
let databases: GraphDatabases;

beforeAll(async () => {
  const file = readFileSync(join(import.meta.dirname, 'version-0.1.0.json.gz'));
  const dumps = JSON.parse(gunzipSync(file).toString()) as Record<SubgraphName, string>;
  graph = await startGraph({ dumps: { ...dumps, usuarios: dumps.usuarios + LEFT_JUST_NOW } });
  databases = openGraphDatabases(graph);
});
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

/** Asks as the administrator of the old version. */
async function ask(text: string, variables: object = {}) {
  const { accessToken } = await signIn(graph.urls.router, ADMINISTRATOR);
  const answer = await query(graph.urls.router, text, { ...variables }, as(accessToken));
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

const SELL = `mutation Sell($input: RealizarVentaInput!) {
  realizarVenta(input: $input) {
    replayed sale { id total customerName sellerName } userErrors { code }
  }
}`;

/** Sends a purchase of the old version again. */
async function sellAgain(idempotencyKey: string, sellerId: string, quantity = 1) {
  const items = [{ productId: PRODUCT_ID, quantity }];
  const input = { idempotencyKey, sellerId, customerId: CUSTOMER_ID, items };
  return (await ask(SELL, { input }))?.['realizarVenta'];
}

test('everything that was sold is there, and every promise about it holds', async () => {
  expect(await countRows(databases.ventas, 'Sale')).toBe(87);
  await expectSettledAndSound(databases);
});

test('a session that was open goes on', async () => {
  const text = `mutation ($input: RenovarSesionInput!) {
    renovarSesion(input: $input) { accessToken userErrors { code } }
  }`;
  const input = { refreshToken: REFRESH_TOKEN };
  const { data } = await query(graph.urls.router, text, { input });
  expect(data).toMatchObject({
    renovarSesion: { accessToken: expect.any(String), userErrors: [] },
  });
});

test('a key from before is replayed, whoever of the shop sends it', async () => {
  const id = SALE_IDS.ofTheSeller;
  expect(await sellAgain(KEYS.ofTheSeller, SELLER_IDS.second)).toMatchObject({
    replayed: true,
    sale: { id, total: '59.90' },
    userErrors: [],
  });
  expect(await sellAgain(KEYS.refused, SELLER_IDS.first, 9_999)).toMatchObject({
    sale: null,
    userErrors: expect.any(Array),
  });
});

test('of a key that two accounts had used the older sale keeps it, and both sales stay', async () => {
  expect(await sellAgain(KEYS.ofTwoAccounts, SELLER_IDS.first)).toMatchObject({
    replayed: true,
    sale: { id: SALE_IDS.first },
  });
  expect(await sellAgain(KEYS.ofTwoAccounts, SELLER_IDS.second)).toMatchObject({
    sale: null,
    userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
  });
  const ofKey = `idempotencyKey = '${KEYS.ofTwoAccounts}'`;
  expect(await countRows(databases.ventas, 'Sale', ofKey)).toBe(2);
});

test('a correction from before is replayed, and of one key the older one', async () => {
  const text = `mutation Adjust($input: AjustarStockInput!) {
    ajustarStock(input: $input) { replayed movement { id } userErrors { code } }
  }`;
  const key = { idempotencyKey: KEYS.ofTwoCorrections, productId: PRODUCT_ID };
  const answer = await ask(text, { input: { ...key, delta: 3, reason: 'compra' } });
  expect(answer).toEqual({
    ajustarStock: { replayed: true, movement: { id: '144-5' }, userErrors: [] },
  });
});

test('older sales read as before: no payment is recorded, and there is no document', async () => {
  const text = `query Read($id: ID!) { venta(id: $id) {
    status total amountDue cashRounding paid balance paymentStatus returnedTotal number
    payments { id } returns { id } document { code } till { id } timeline { kind }
    items { quantity returnedQuantity discount taxRate } } }`;
  expect(await ask(text, { id: SALE_IDS.ofTheSeller })).toMatchObject({
    venta: {
      ...{ status: 'COMPLETED', total: '59.90', amountDue: '59.90', cashRounding: '0.00' },
      ...{ paid: '0.00', balance: '59.90', paymentStatus: 'UNPAID', returnedTotal: '0.00' },
      number: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{7}$/),
      ...{ payments: [], returns: [], document: null, till: null, timeline: [] },
      items: [{ quantity: 1, returnedQuantity: 0, discount: '0.00', taxRate: '0.18' }],
    },
  });
});

test('an older sale takes goods back and gets a document, once the shop has a till', async () => {
  const text = `mutation Counter($shop: ActualizarTiendaInput!, $till: CrearCajaInput!) {
    actualizarTienda(input: $shop) { userErrors { code } }
    crearCaja(input: $till) { till { id } userErrors { code } }
  }`;
  const shop = { version: 0, legalName: 'ElectroPlus', ruc: '20000000001', address: 'Lima' };
  const till = { code: 'C1', name: 'Caja', seriesBoleta: 'B001', seriesFactura: 'F001' };
  const made = (await ask(text, { shop, till })) as { crearCaja: { till: { id: string } } };
  const saleId = SALE_IDS.ofTheSeller;
  const document = `mutation Give(
    $back: RegistrarDevolucionInput!
    $type: EmitirComprobanteInput!
  ) {
    emitirComprobante(input: $type) { userErrors { code } }
    registrarDevolucion(input: $back) { saleReturn { total refunds { id } } userErrors { code } }
  }`;
  const items = [{ lineNumber: 1, quantity: 1, restock: true }];
  const idempotencyKey = '55555555-5555-4555-8555-555555555555';
  const back = { idempotencyKey, saleId, reason: 'no funciona', items };
  const type = { saleId, type: 'BOLETA', tillId: made.crearCaja.till.id };
  expect(await ask(document, { back, type })).toMatchObject({
    emitirComprobante: { userErrors: [] },
    registrarDevolucion: { saleReturn: { total: '59.90', refunds: [] }, userErrors: [] },
  });
  await expectSettledAndSound(databases);
});

test('older sales have the names of their people as far as they are known', async () => {
  const text = `{ venta(id: "${SALE_IDS.first}") {
    customerName customerDocType customerDocNumber customer { name docType docNumber }
    sellerName seller { name }
  } }`;
  const { venta } = (await ask(text)) as { venta: Record<string, unknown> };
  expect(venta).toEqual({
    customerName: (venta['customer'] as { name: string }).name,
    customerDocType: (venta['customer'] as { docType: string }).docType,
    customerDocNumber: (venta['customer'] as { docNumber: string | null }).docNumber,
    customer: expect.any(Object),
    sellerName: (venta['seller'] as { name: string }).name,
    seller: expect.any(Object),
  });
});
