// Goal: every edit of the catalogue, customers or sellers is in the audit log with its author,
// once; and an edit that was not made is not. Method: the real graph; each test has an author of
// its own and reads the entries of that author.
// Long because it lists every mutation with an input that works and the entry that it leaves.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn, as } from '../../support/accounts.ts';
import { auditEntries, type Entry } from '../../support/audit-log.ts';
import { type GraphDatabases, openGraphDatabases } from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;
beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
}, 60_000);
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

const PRODUCT = 'product { id sku version name status }';
const CATEGORY = 'category { id slug version }';
const CUSTOMER = 'customer { id version name }';
const SELLER = 'seller { id code version name active }';

/** The edits that the log is told of here, with their input and what they answer. */
const EDITS = {
  crearCategoria: `CrearCategoriaInput ${CATEGORY}`,
  actualizarCategoria: `ActualizarCategoriaInput ${CATEGORY}`,
  crearProducto: `CrearProductoInput ${PRODUCT}`,
  actualizarProducto: `ActualizarProductoInput ${PRODUCT}`,
  descontinuarProducto: `CambiarEstadoProductoInput ${PRODUCT}`,
  reactivarProducto: `CambiarEstadoProductoInput ${PRODUCT}`,
  importarProductos: `ImportarProductosInput results { status ${PRODUCT} }`,
  crearCliente: `CrearClienteInput ${CUSTOMER}`,
  actualizarCliente: `ActualizarClienteInput ${CUSTOMER}`,
  crearVendedor: `CrearVendedorInput ${SELLER}`,
  actualizarVendedor: `ActualizarVendedorInput ${SELLER}`,
} as const;

/** The other mutations: audit-log.test.ts has them, and a sale's row names its account itself. */
const TOLD_ELSEWHERE = [
  ...[
    'ajustarStock',
    'realizarVenta',
    'cancelarIntento',
    'iniciarSesion',
    'renovarSesion',
    'cerrarSesion',
  ],
  // tests/graph/counter/audit-of-the-counter.test.ts
  ...['crearCaja', 'actualizarCaja', 'abrirSesionCaja', 'registrarMovimientoCaja'],
  ...['cerrarSesionCaja', 'autorizarDescuento', 'registrarDevolucion', 'anularVenta'],
  ...['confirmarReembolso', 'actualizarTienda', 'fijarTasaIgv'],
  ...['emitirComprobante', 'corregirComprobante'],
  ...['crearUsuario', 'actualizarUsuario', 'desactivarUsuario', 'cambiarClave'],
];

type Mutation = keyof typeof EDITS;
type Input = Record<string, unknown>;
interface Row {
  id: string;
  sku: string;
  slug: string;
  code: string;
  version: number;
}
interface Answer {
  row: Row | null;
  codes: readonly unknown[];
  requestId: string;
}

/** An editor, and the entries that the log has of them, in the order of their edits. */
interface Author {
  id: string;
  email: string;
  edit(mutation: Mutation, input: Input): Promise<Answer>;
  told(count: number): Promise<Entry[]>;
}

async function addAuthor(): Promise<Author> {
  const { id, credentials, accessToken } = await addSignedIn(graph, { roles: ['ADMIN'] });
  return {
    id,
    email: credentials.email,
    edit: (mutation, input) => send(mutation, input, accessToken),
    told: (count) =>
      eventually(`${count} edits of ${id} are in the log`, async () => {
        const found = await auditEntries(shop, { actorId: id });
        const edits = found.filter(({ kind }) => kind !== 'SIGNED_IN').reverse();
        return edits.length >= count ? edits : null;
      }),
  };
}

async function send(mutation: Mutation, input: Input, accessToken: string): Promise<Answer> {
  const requestId = `${mutation}-${randomUUID()}`;
  const [type, ...fields] = EDITS[mutation].split(' ');
  const { data, errors = [] } = await query<{ edit: Input & { userErrors: { code: string }[] } }>(
    graph.urls.router,
    `mutation Edit($input: ${type}!) {
      edit: ${mutation}(input: $input) { ${fields.join(' ')} userErrors { code } }
    }`,
    { input },
    { ...as(accessToken), 'x-request-id': requestId },
  );
  const { userErrors = [], ...payload } = data?.edit ?? {};
  const codes = [
    ...userErrors.map(({ code }) => code),
    ...errors.map((e) => e.extensions?.['code']),
  ];
  return { row: (Object.values(payload)[0] ?? null) as Row | null, codes, requestId };
}

const kindAndDetail = ({ kind, subject, detail }: Entry) => [kind, subject, detail];

test('whoever adds a mutation decides how the log hears of it', () => {
  const api = readFileSync(join(import.meta.dirname, '../../../schema/api.graphql'), 'utf8');
  const mutations = Object.keys(buildSchema(api).getMutationType()!.getFields());
  expect([...Object.keys(EDITS), ...TOLD_ELSEWHERE].sort()).toEqual(mutations.sort());
});

test('edits of the catalogue are told with who, from where and the request', async () => {
  const author = await addAuthor();
  const category = await author.edit('crearCategoria', { name: 'Audio', slug: randomUUID() });
  const { id: categoryId, slug } = category.row!;
  const ofCategory = { id: categoryId, version: 1 };
  const renamed = await author.edit('actualizarCategoria', { ...ofCategory, name: 'Sonido' });
  const made = await author.edit('crearProducto', { sku: randomUUID(), name: 'Radio', price: 10 });
  const { id, sku, version } = made.row!;
  const changes = { name: 'Radio FM', barcode: null, minimum: 3, categoryId };
  const edited = await author.edit('actualizarProducto', { id, version, price: 12, ...changes });
  const stopped = await author.edit('descontinuarProducto', { id, version: version + 1 });
  const back = await author.edit('reactivarProducto', { id, version: version + 2 });

  const told = await author.told(7);
  const product = `Product ${id} ${sku}`;
  expect(told.map(kindAndDetail)).toEqual([
    ['CATEGORY_CREATED', `Category ${categoryId} ${slug}`, null],
    ['CATEGORY_CHANGED', `Category ${categoryId} ${slug}`, 'name Audio → Sonido'],
    ['PRODUCT_CREATED', product, 'price 10.00'],
    ['PRICE_CHANGED', product, '10.00 → 12.00'],
    ['PRODUCT_CHANGED', product, 'name, categoryId, minimum 0 → 3'],
    ['PRODUCT_CHANGED', product, 'status ACTIVE → DISCONTINUED'],
    ['PRODUCT_CHANGED', product, 'status DISCONTINUED → ACTIVE'],
  ]);
  const answers = [category, renamed, made, edited, edited, stopped, back];
  expect(told.map(({ requestId }) => requestId)).toEqual(answers.map((one) => one.requestId));
  for (const { actor, address } of told) {
    expect({ actor, address }).toEqual({ actor: { email: author.email }, address: '127.0.0.1' });
  }
});

test('of customers the log has the names of fields and nothing else; of sellers who left', async () => {
  const author = await addAuthor();
  const document = { docType: 'PASSPORT', docNumber: randomUUID().slice(-12).toUpperCase() };
  const email = 'ana@example.pe';
  const entered = await author.edit('crearCliente', { name: 'Ana Torres', email, ...document });
  const customer = { id: entered.row!.id, version: entered.row!.version };
  const data = { name: 'Ana Ríos', docType: 'NONE', email: 'rios@example.pe', phone: '987654321' };
  const changed = await author.edit('actualizarCliente', { ...customer, ...data });
  const hired = await author.edit('crearVendedor', { code: randomUUID().slice(-12), name: 'Luz' });
  const seller = { id: hired.row!.id, version: hired.row!.version };
  const left = await author.edit('actualizarVendedor', {
    ...seller,
    name: 'Luz P.',
    active: false,
  });

  const told = await author.told(4);
  expect(told.map(kindAndDetail)).toEqual([
    ['CUSTOMER_CREATED', `Customer ${customer.id}`, null],
    ['CUSTOMER_CHANGED', `Customer ${customer.id}`, 'name, docType, docNumber, email, phone'],
    ['SELLER_CREATED', `Seller ${seller.id} ${hired.row!.code}`, null],
    ['SELLER_CHANGED', `Seller ${seller.id} ${hired.row!.code}`, 'name, active true → false'],
  ]);
  const answers = [entered, changed, hired, left];
  expect(told.map(({ requestId }) => requestId)).toEqual(answers.map((one) => one.requestId));
  for (const { actor, address } of told) {
    expect({ actor, address }).toEqual({ actor: { email: author.email }, address: '127.0.0.1' });
  }
});

test('an import tells of each product that it made or changed, and of no other', async () => {
  const [changed, unchanged] = await shop.addProducts([{ stock: 5 }, { stock: 5 }]);
  const author = await addAuthor();
  const [made, empty, failed] = [randomUUID(), randomUUID(), randomUUID()];
  const { requestId } = await author.edit('importarProductos', {
    rows: [
      { sku: made, name: 'Radio', price: '9.90', openingStock: '2' },
      { sku: empty, name: 'Radio', price: '9.80' },
      { sku: changed!.sku, name: 'Otro', price: '11.00', description: 'Nuevo' },
      { sku: unchanged!.sku, name: unchanged!.name, price: '10.00' },
      { sku: failed, name: 'Radio', price: 'gratis' },
    ],
  });
  const told = await author.told(5);
  const subjects = [made, empty, changed!.sku].map((sku) =>
    expect.stringMatching(`^Product \\d+ ${sku}$`),
  );
  expect(told.map(kindAndDetail)).toEqual([
    ['PRODUCT_CREATED', subjects[0], 'price 9.90'],
    ['STOCK_ADJUSTED', subjects[0], 'INITIAL 2, available 2: import'],
    ['PRODUCT_CREATED', subjects[1], 'price 9.80'],
    ['PRICE_CHANGED', subjects[2], '10.00 → 11.00'],
    ['PRODUCT_CHANGED', subjects[2], 'name, description'],
  ]);
  expect(told.every((entry) => entry.requestId === requestId)).toBe(true);
});

test('an edit that is refused, stale, or changes nothing leaves no entry', async () => {
  const [other, taken] = [await addAuthor(), randomUUID()];
  const add = async (mutation: Mutation, input: Input) => (await other.edit(mutation, input)).row!;
  const radio = { name: 'Radio', price: '10.00' };
  const product = await add('crearProducto', { sku: taken, barcode: taken, ...radio });
  const { id, version } = await add('crearProducto', { sku: randomUUID(), ...radio });
  await add('crearCategoria', { name: 'Audio', slug: taken });
  const category = await add('crearCategoria', { name: 'Video', slug: randomUUID() });
  const document = { docType: 'PASSPORT', docNumber: taken.slice(-12) };
  await add('crearCliente', { name: 'Ana', ...document });
  const customer = await add('crearCliente', { name: 'Eva' });
  const code = taken.slice(-12);
  const seller = await add('crearVendedor', { code, name: 'Luz' });

  const author = await addAuthor();
  const codesOf = async (mutation: Mutation, input: Input) =>
    (await author.edit(mutation, input)).codes;
  const ofCustomer = { id: customer.id, version: customer.version };
  const ofSeller = { id: seller.id, version: seller.version };
  const stale = version + 1;
  expect(await codesOf('crearProducto', { sku: taken, ...radio })).toEqual(['DUPLICATE_SKU']);
  expect(await codesOf('actualizarProducto', { id, version, barcode: product.sku })).toEqual([
    'DUPLICATE_BARCODE',
  ]);
  expect(await codesOf('actualizarProducto', { id, version: stale, name: 'X' })).toEqual(['STALE']);
  expect(await codesOf('descontinuarProducto', { id, version: stale })).toEqual(['STALE']);
  expect(await codesOf('actualizarProducto', { id, version, ...radio })).toEqual([]);
  expect(await codesOf('crearCategoria', { name: 'X', slug: taken })).toEqual(['DUPLICATE_SLUG']);
  const ofCategory = { id: category.id, version: category.version };
  expect(await codesOf('actualizarCategoria', { ...ofCategory, slug: taken })).toEqual([
    'DUPLICATE_SLUG',
  ]);
  expect(await codesOf('actualizarCategoria', { ...ofCategory, version: 9, name: 'X' })).toEqual([
    'STALE',
  ]);
  expect(await codesOf('actualizarCategoria', { ...ofCategory, name: 'Video' })).toEqual([]);
  const rows = [{ sku: randomUUID(), ...radio }];
  expect(await codesOf('importarProductos', { rows, dryRun: true })).toEqual([]);
  expect(await codesOf('crearCliente', { name: 'Eva', ...document })).toEqual([
    'DUPLICATE_DOCUMENT',
  ]);
  expect(await codesOf('actualizarCliente', { ...ofCustomer, ...document })).toEqual([
    'DUPLICATE_DOCUMENT',
  ]);
  expect(await codesOf('actualizarCliente', { ...ofCustomer, version: 9, name: 'X' })).toEqual([
    'STALE',
  ]);
  expect(await codesOf('actualizarCliente', { ...ofCustomer, name: 'Eva' })).toEqual([]);
  expect(await codesOf('crearVendedor', { code, name: 'X' })).toEqual(['DUPLICATE_CODE']);
  expect(await codesOf('actualizarVendedor', { ...ofSeller, version: 9, active: false })).toEqual([
    'STALE',
  ]);
  expect(await codesOf('actualizarVendedor', { ...ofSeller, active: true })).toEqual([]);

  // Each service sends its entries in their order: had there been others, they would come before.
  await author.edit('crearCategoria', { name: 'Audio', slug: randomUUID() });
  await author.edit('crearCliente', { name: 'Ana' });
  const kinds = (await author.told(2)).map(({ kind }) => kind);
  expect(kinds).toEqual(['CATEGORY_CREATED', 'CUSTOMER_CREATED']);
});

/** An edit of each kind that succeeds, none of them in the way of another. */
async function oneOfEach(): Promise<Record<Mutation, Input>> {
  const [edited, stopping, stopped, imported] = await shop.addProducts([{}, {}, {}, {}]);
  const stop =
    'mutation Stop($input: CambiarEstadoProductoInput!) { ' +
    'descontinuarProducto(input: $input) { userErrors { code } } }';
  await shop.ask(stop, { input: { id: stopped!.id, version: 1 } });
  const radio = { name: 'Radio', price: '10.00' };
  const rows = [
    { sku: randomUUID(), ...radio },
    { sku: imported!.sku, ...radio },
  ];
  const [maker, slug] = [await addAuthor(), randomUUID()];
  const { row: category } = await maker.edit('crearCategoria', { name: 'Video', slug });
  return {
    crearCategoria: { name: 'Audio', slug: randomUUID() },
    actualizarCategoria: { id: category!.id, version: 1, name: 'Cine' },
    crearProducto: { sku: randomUUID(), ...radio },
    actualizarProducto: { id: edited!.id, version: 1, name: 'Radio FM' },
    descontinuarProducto: { id: stopping!.id, version: 1 },
    reactivarProducto: { id: stopped!.id, version: 2 },
    importarProductos: { rows },
    crearCliente: { name: 'Ana' },
    actualizarCliente: { id: await shop.addCustomer(), version: 1, name: 'Eva' },
    crearVendedor: { code: randomUUID().slice(-12), name: 'Luz' },
    actualizarVendedor: { id: await shop.addSeller(), version: 1, active: false },
  };
}

async function everythingEdited(): Promise<object[][]> {
  const { inventario, ventas } = databases;
  return [
    await inventario.query(claimed('SELECT * FROM Product ORDER BY id')),
    await inventario.query(claimed('SELECT * FROM Category ORDER BY id')),
    await inventario.query(claimed('SELECT * FROM CatalogVersion')),
    await ventas.query(claimed('SELECT * FROM Customer ORDER BY id')),
    await ventas.query(claimed('SELECT * FROM Seller ORDER BY id')),
  ];
}

test('an edit whose entry cannot be written is not made', async () => {
  const author = await addAuthor();
  const edits = Object.entries(await oneOfEach()) as [Mutation, Input][];
  const before = await everythingEdited();
  const alterOutboxes = async (change: string) => {
    await databases.inventario.execute(`ALTER TABLE AuditOutbox ${change}`);
    await databases.ventas.execute(`ALTER TABLE AuditOutbox ${change}`);
  };

  await alterOutboxes(`ADD CONSTRAINT notThisAuthor CHECK (actorId <> '${author.id}')`);
  try {
    for (const [mutation, input] of edits) {
      const { codes } = await author.edit(mutation, input);
      expect([mutation, ...codes]).toEqual([mutation, 'INTERNAL_SERVER_ERROR']);
    }
  } finally {
    await alterOutboxes('DROP CONSTRAINT notThisAuthor');
  }
  expect(await everythingEdited()).toEqual(before);

  for (const [mutation, input] of edits) {
    const { codes } = await author.edit(mutation, input);
    expect([mutation, ...codes]).toEqual([mutation]);
  }
  expect(await author.told(edits.length + 1)).toHaveLength(edits.length + 1);
});
