// Goal: every text that people write is kept in one form, or refused with its place, whichever
// mutation writes it. Method: a list of all of them; each is tried with what breaks texts.
// Long because the list is.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addAccount, PASSWORD } from '../../support/accounts.ts';
import { openShop, type Shop, type ShopError } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

type Input = Record<string, unknown>;

interface Writing {
  mutation: string;
  input: string;
  /** All that the mutation needs besides the text; an edit is of a record of its own. */
  others: () => Input | Promise<Input>;
  /** The fields of the input that hold texts which are kept. */
  texts: readonly string[];
  /** The field of the payload that shows what was written, and how to show its texts. */
  shown: string;
}

const newCode = () => randomUUID().slice(0, 12);
const passport = () => ({
  docType: 'PASSPORT',
  docNumber: randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase(),
});
const email = () => `${randomUUID()}@shop.test`;

const WRITINGS: readonly Writing[] = [
  {
    mutation: 'crearProducto',
    input: 'CrearProductoInput',
    others: () => ({ sku: randomUUID(), name: 'Radio', price: '1.00' }),
    texts: ['sku', 'name', 'barcode', 'description'],
    shown: 'product',
  },
  {
    mutation: 'actualizarProducto',
    input: 'ActualizarProductoInput',
    others: async () => ({ id: (await shop.addProduct()).id, version: 1 }),
    texts: ['name', 'barcode', 'description'],
    shown: 'product',
  },
  {
    mutation: 'crearCategoria',
    input: 'CrearCategoriaInput',
    others: () => ({ name: 'Audio', slug: `c-${randomUUID()}` }),
    texts: ['name', 'slug'],
    shown: 'category',
  },
  {
    mutation: 'actualizarCategoria',
    input: 'ActualizarCategoriaInput',
    others: async () => ({ id: await addCategory(), version: 1 }),
    texts: ['name', 'slug'],
    shown: 'category',
  },
  {
    mutation: 'ajustarStock',
    input: 'AjustarStockInput',
    others: async () => {
      const { id } = await shop.addProduct();
      return { productId: id, delta: 1, idempotencyKey: randomUUID() };
    },
    texts: ['reason'],
    shown: 'movement',
  },
  {
    mutation: 'crearCliente',
    input: 'CrearClienteInput',
    others: () => ({ name: 'Ana', ...passport() }),
    texts: ['name', 'docNumber', 'email', 'phone'],
    shown: 'customer',
  },
  {
    mutation: 'actualizarCliente',
    input: 'ActualizarClienteInput',
    others: async () => ({ id: await shop.addCustomer(), version: 1, ...passport() }),
    texts: ['name', 'docNumber', 'email', 'phone'],
    shown: 'customer',
  },
  {
    mutation: 'crearVendedor',
    input: 'CrearVendedorInput',
    others: () => ({ code: newCode(), name: 'Rosa' }),
    texts: ['code', 'name'],
    shown: 'seller',
  },
  {
    mutation: 'actualizarVendedor',
    input: 'ActualizarVendedorInput',
    others: async () => ({ id: await shop.addSeller(), version: 1 }),
    texts: ['name'],
    shown: 'seller',
  },
  {
    mutation: 'crearUsuario',
    input: 'CrearUsuarioInput',
    others: () => ({ name: 'Eva', email: email(), password: PASSWORD, roles: ['ALMACEN'] }),
    texts: ['name', 'email'],
    shown: 'user',
  },
  {
    mutation: 'actualizarUsuario',
    input: 'ActualizarUsuarioInput',
    others: async () => ({ id: (await addAccount(graph)).id, version: 1 }),
    texts: ['name', 'email'],
    shown: 'user',
  },
];

/** Texts of the counter that are kept: each test makes what it needs. */
const COUNTER_WRITINGS: readonly Writing[] = [
  {
    mutation: 'crearCaja',
    input: 'CrearCajaInput',
    others: () => ({ code: newTillCode(), name: 'Caja', ...newSeries() }),
    texts: ['name'],
    shown: 'till',
  },
  {
    mutation: 'actualizarCaja',
    input: 'ActualizarCajaInput',
    others: async () => ({ id: await addTill(), version: 1 }),
    texts: ['name'],
    shown: 'till',
  },
  {
    mutation: 'cerrarSesionCaja',
    input: 'CerrarSesionCajaInput',
    others: async () => ({ sessionId: await openSession(), countedAmount: '0.00' }),
    texts: ['note'],
    shown: 'session',
  },
  {
    mutation: 'registrarDevolucion',
    input: 'RegistrarDevolucionInput',
    others: async () => ({
      ...(await soldNow()),
      items: [{ lineNumber: 1, quantity: 1, restock: true }],
    }),
    texts: ['reason'],
    shown: 'saleReturn',
  },
  {
    mutation: 'anularVenta',
    input: 'AnularVentaInput',
    others: () => soldNow(),
    texts: ['reason'],
    shown: 'saleReturn',
  },
];

const newTillCode = () => `T-${randomUUID().slice(0, 8).toUpperCase()}`;
let seriesCount = 0;
function newSeries() {
  const ending = (seriesCount++).toString(36).toUpperCase().padStart(3, '0');
  return { seriesBoleta: `B${ending}`, seriesFactura: `F${ending}` };
}

async function addTill(): Promise<string> {
  const text = `mutation Add($input: CrearCajaInput!) {
    crearCaja(input: $input) { till { id } } }`;
  const input = { code: newTillCode(), name: 'Caja', ...newSeries() };
  return (await shop.ask<{ crearCaja: { till: { id: string } } }>(text, { input })).crearCaja.till
    .id;
}

async function addCategory(): Promise<string> {
  const text = `mutation Add($input: CrearCategoriaInput!) {
    crearCategoria(input: $input) { category { id } } }`;
  const input = { name: 'Audio', slug: `c-${randomUUID()}` };
  type Answer = { crearCategoria: { category: { id: string } } };
  return (await shop.ask<Answer>(text, { input })).crearCategoria.category.id;
}

async function openSession(): Promise<string> {
  const text = `mutation Open($input: AbrirSesionCajaInput!) {
    abrirSesionCaja(input: $input) { session { id } } }`;
  const input = { idempotencyKey: randomUUID(), tillId: await addTill(), openingAmount: '0.00' };
  type Answer = { abrirSesionCaja: { session: { id: string } } };
  return (await shop.ask<Answer>(text, { input })).abrirSesionCaja.session.id;
}

async function soldNow(): Promise<Input> {
  const { id: productId } = await shop.addProduct({ stock: 1 });
  const { sale } = await shop.sell({ items: [{ productId, quantity: 1 }] });
  return { idempotencyKey: randomUUID(), saleId: sale!.id };
}

const CASES = [...WRITINGS, ...COUNTER_WRITINGS].flatMap(({ texts, ...writing }) =>
  texts.map((field) => ({ ...writing, field, place: `${writing.mutation}.${field}` })),
);
type Case = (typeof CASES)[number];

function documentOf({ mutation, input }: Case): string {
  return `mutation Write($input: ${input}!) {
    answer: ${mutation}(input: $input) { userErrors { code path } }
  }`;
}

async function errorsOf(one: Case, text: string): Promise<string[]> {
  const input = { ...(await one.others()), [one.field]: text };
  const { answer } = await shop.ask<{ answer: { userErrors: ShopError[] } }>(documentOf(one), {
    input,
  });
  return answer.userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));
}

const BROKEN = {
  'a control character': 'ab\u0007cdef',
  'the end of a C string': 'ab\0cdef',
  'invisible characters alone': '\u200B\u2060',
  nothing: '',
  blanks: ' \u00A0 ',
  'too much': 'x'.repeat(2_001),
};

test.each(CASES)('$place is refused as data when it is broken', async (one) => {
  for (const [what, text] of Object.entries(BROKEN)) {
    const code = one.field === 'docNumber' ? 'INVALID_DOCUMENT' : 'INVALID_INPUT';
    expect([what, await errorsOf(one, text)]).toEqual([what, [`${code} input ${one.field}`]]);
  }
});

test.each(CASES)('half a character in $place is no text at all', async (one) => {
  const input = { ...(await one.others()), [one.field]: 'ab\uD83Dcdef' };
  const { errors } = await query(graph.urls.router, documentOf(one), { input });
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
});

const KEEPS_LETTERS = CASES.filter(
  ({ field }) => !['slug', 'docNumber', 'phone', 'email'].includes(field),
);

test.each(KEEPS_LETTERS)('$place is kept composed and trimmed', async (one) => {
  const mark = randomUUID().slice(0, 8);
  const decomposed = `  CAMIO\u0301N ${mark}\n`;
  const document = `mutation Write($input: ${one.input}!) {
    answer: ${one.mutation}(input: $input) { ${one.shown} { text: ${one.field} } }
  }`;
  const input = { ...(await one.others()), [one.field]: decomposed };
  const { answer } = await shop.ask<{ answer: Record<string, { text: string }> }>(document, {
    input,
  });
  expect(answer[one.shown]?.text).toBe(`CAMI\u00D3N ${mark}`);
});

test('a SKU in two forms is one, whoever writes it and however it is sought', async () => {
  const sku = `CAMI\u00D3N-${randomUUID()}`;
  const decomposed = sku.normalize('NFD');
  const { id } = await shop.addProduct({ sku, name: 'Radio' });

  const creating = CASES.find(({ place }) => place === 'crearProducto.sku')!;
  expect(await errorsOf(creating, decomposed)).toEqual(['DUPLICATE_SKU input sku']);
  expect(await shop.addProduct({ sku: ` ${decomposed} `, name: 'Radio FM' })).toMatchObject({
    id,
    sku,
  });
  const FIND = 'query Find($sku: String) { producto(sku: $sku) { id } }';
  for (const form of [sku, decomposed, ` ${sku}\n`]) {
    expect(await shop.ask(FIND, { sku: form })).toEqual({ producto: { id } });
  }
});

/** Texts that are never kept as they are. */
const SECRETS = /password|token$/i;
/** The cells of an import have a test of their own; an e-mail to sign in with is only sought. */
const ELSEWHERE = ['ImportProductInput', 'IniciarSesionInput'];
/**
 * Texts of the counter with other rules: tests/graph/counter has those of tills, operations'
 * numbers and the shop, of which one record is changed; a reason that no field shows is read as
 * the others.
 */
const OF_OTHER_RULES = [
  ...['CrearCajaInput.code', 'CrearCajaInput.seriesBoleta', 'CrearCajaInput.seriesFactura'],
  ...['PaymentInput.reference', 'ConfirmarReembolsoInput.reference'],
  ...['RegistrarMovimientoCajaInput.reason', 'CorregirComprobanteInput.reason'],
  ...['legalName', 'tradeName', 'ruc', 'address', 'phone', 'ticketNote'].map(
    (name) => `ActualizarTiendaInput.${name}`,
  ),
];

test('the list leaves out no text of any input', () => {
  const path = resolve(import.meta.dirname, '../../../schema/api.graphql');
  const schema = buildSchema(readFileSync(path, 'utf8'));
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const texts = inputs
    .filter(({ name }) => !ELSEWHERE.includes(name))
    .flatMap((input) =>
      Object.values(input.getFields())
        .filter(({ name, type }) => String(getNamedType(type)) === 'String' && !SECRETS.test(name))
        .map(({ name }) => `${input.name}.${name}`),
    );
  const listed = [...WRITINGS, ...COUNTER_WRITINGS].flatMap(({ input, texts: own }) =>
    own.map((name) => `${input}.${name}`),
  );
  expect(texts.sort()).toEqual([...listed, ...OF_OTHER_RULES].sort());
});
