// Goal: customers and sellers are found, and edited only by who has seen what they are now.
// Long because customers and sellers follow the same rules, and one table of cases checks both.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { ERROR_FIELDS, openShop, type Shop, type ShopError } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

interface Customer {
  id: string;
  name: string;
  docType: string;
  docNumber: string | null;
  email: string | null;
  phone: string | null;
  version: number;
}
interface Seller {
  id: string;
  code: string;
  name: string;
  active: boolean;
  version: number;
}
type Edited<Party> = { party: Party | null; userErrors: ShopError[] };

async function edit<Party>(
  mutation: 'crearCliente' | 'actualizarCliente' | 'crearVendedor' | 'actualizarVendedor',
  input: Record<string, unknown>,
): Promise<Edited<Party>> {
  const party = mutation.endsWith('Cliente')
    ? 'party: customer { id name docType docNumber email phone version }'
    : 'party: seller { id code name active version }';
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { edited } = await shop.ask<{ edited: Edited<Party> }>(
    `mutation Edit($input: ${type}!) {
      edited: ${mutation}(input: $input) { ${party} userErrors { ${ERROR_FIELDS} } }
    }`,
    { input },
  );
  return edited;
}

const errorsOf = ({ userErrors }: { userErrors: readonly ShopError[] }) =>
  userErrors.map(({ code, path }) => [code, ...(path ?? [])].join(' '));

let lastDni = 40_000_000;
const newDni = () => String(++lastDni);

test('a customer has what was given, or nothing but a name', async () => {
  const docNumber = newDni();
  const { party } = await edit<Customer>('crearCliente', {
    ...{ name: ' Ana Torres ', docType: 'DNI', docNumber, email: 'ana@example.pe' },
    phone: '+51987654321',
  });
  expect(party).toEqual({
    ...{ id: expect.any(String), name: 'Ana Torres', docType: 'DNI', docNumber },
    ...{ email: 'ana@example.pe', phone: '+51987654321', version: 1 },
  });
  const walkIn = await edit<Customer>('crearCliente', { name: 'Cliente' });
  expect(walkIn.party).toMatchObject({ docType: 'NONE', docNumber: null, email: null });
});

test.each([
  ['RUC', '20000000001'],
  ['CE', '001234567'],
  ['PASSPORT', 'ab123456'],
])('a %s of the right form is taken, letters in capitals', async (docType, docNumber) => {
  const { party, userErrors } = await edit<Customer>('crearCliente', {
    ...{ name: 'Ana', docType, docNumber },
  });
  expect(userErrors).toEqual([]);
  expect(party?.docNumber).toBe(docNumber.toUpperCase());
});

test.each([
  ['DNI', '1234567'],
  ['DNI', '1234567a'],
  ['RUC', '20000000002'],
  ['RUC', '2000000000'],
  ['CE', '1234'],
  ['RUC', '30000000007'],
  ['PASSPORT', 'AB_12345'],
  ['DNI', null],
  ['NONE', '12345678'],
])('a %s of %s is refused', async (docType, docNumber) => {
  const refused = await edit('crearCliente', { name: 'Ana', docType, docNumber });
  expect(refused.party).toBeNull();
  expect(errorsOf(refused)).toEqual(['INVALID_DOCUMENT input docNumber']);
});

test('documents and phones are taken as people write them, and found so', async () => {
  const dni = newDni();
  const written = `${dni.slice(0, 4)} ${dni.slice(4)}`;
  const phones = { '987 654 321': '987654321', '(01) 427-1148': '014271148' };
  for (const [phone, kept] of Object.entries(phones)) {
    const { party } = await edit<Customer>('crearCliente', { name: 'Ana', phone });
    expect(party?.phone).toBe(kept);
    const { id, version } = party!;
    const edited = await edit<Customer>('actualizarCliente', { id, version, phone: ` ${phone}\n` });
    expect(edited.party?.phone).toBe(kept);
  }
  const { party } = await edit<Customer>('crearCliente', {
    ...{ name: 'Ana', docType: 'DNI', docNumber: written },
  });
  expect(party?.docNumber).toBe(dni);
  const again = await edit('crearCliente', { name: 'Eva', docType: 'DNI', docNumber: dni });
  expect(errorsOf(again)).toEqual(['DUPLICATE_DOCUMENT input docNumber']);
  const { clientes } = await shop.ask<{ clientes: { nodes: { id: string }[] } }>(
    'query Find($search: String) { clientes(search: $search) { nodes { id } } }',
    { search: written },
  );
  expect(clientes.nodes).toEqual([{ id: party!.id }]);
  const company = await edit<Customer>('crearCliente', {
    ...{ name: 'Luz del Sur', docType: 'RUC', docNumber: '20-12345678-6' },
  });
  expect([company.party?.docNumber, errorsOf(company)]).toEqual(['20123456786', []]);
});

test('the reason of a refusal is true', async () => {
  const reasonOf = async (input: object) =>
    (await edit('crearCliente', { name: 'Ana', ...input })).userErrors[0]?.message;
  expect(await reasonOf({ docType: 'RUC', docNumber: '20000000002' })).toMatch(/último dígito/);
  expect(await reasonOf({ docType: 'DNI', docNumber: '123' })).toMatch(/8 dígitos/);
  expect(await reasonOf({ phone: '987 654 321 casa' })).toMatch(/entre ellos solo espacios/);
});

test('all that is wrong with a customer is told at once', async () => {
  const refused = await edit('crearCliente', {
    ...{ name: ' ', docType: 'DNI', docNumber: '1', email: 'ana', phone: '12' },
  });
  expect(errorsOf(refused)).toEqual([
    'INVALID_INPUT input name',
    'INVALID_DOCUMENT input docNumber',
    'INVALID_INPUT input email',
    'INVALID_INPUT input phone',
  ]);
});

test('a document belongs to one customer, also when ten ask for it at once', async () => {
  const input = { name: 'Ana', docType: 'DNI', docNumber: newDni() };
  const edits = await Promise.all(Array.from({ length: 10 }, () => edit('crearCliente', input)));
  expect(edits.flatMap(({ party }) => party ?? [])).toHaveLength(1);
  expect(edits.flatMap(errorsOf)).toEqual(Array(9).fill('DUPLICATE_DOCUMENT input docNumber'));
});

test('an edit of a customer changes what is given, and only from the version that was seen', async () => {
  const docNumber = newDni();
  const { party } = await edit<Customer>('crearCliente', { name: 'Ana', phone: '987654321' });
  const { id, version } = party!;

  const first = await edit<Customer>('actualizarCliente', {
    ...{ id, version, docType: 'DNI', docNumber, phone: null },
  });
  const now = { ...party!, docType: 'DNI', docNumber, phone: null, version: 2 };
  expect(first).toEqual({ party: now, userErrors: [] });

  const stale = await edit<Customer>('actualizarCliente', { id, version, name: 'Eva' });
  expect(errorsOf(stale)).toEqual(['STALE input version']);
  expect(stale.party).toEqual(now);

  const anonymous = await edit<Customer>('actualizarCliente', { id, version: 2, docType: 'NONE' });
  expect(anonymous.party).toMatchObject({ docType: 'NONE', docNumber: null, version: 3 });
});

test('an edit of a customer is refused for a document of another, half a document, or nobody', async () => {
  const docNumber = newDni();
  await edit('crearCliente', { name: 'Ana', docType: 'DNI', docNumber });
  const { party } = await edit<Customer>('crearCliente', {
    ...{ name: 'Eva', docType: 'DNI', docNumber: newDni() },
  });
  const refused = (input: Record<string, unknown>) =>
    edit('actualizarCliente', { id: party!.id, version: 1, ...input }).then(errorsOf);

  expect(await refused({ docNumber })).toEqual(['DUPLICATE_DOCUMENT input docNumber']);
  expect(await refused({ docType: 'RUC' })).toEqual(['INVALID_DOCUMENT input docNumber']);
  expect(await refused({ docNumber: null })).toEqual(['INVALID_DOCUMENT input docNumber']);
  expect(await refused({ id: '2147483647' })).toEqual(['CUSTOMER_NOT_FOUND input id']);
});

test('a code belongs to one seller, and another case of it to another', async () => {
  const code = `V-${randomUUID().slice(0, 8)}`;
  const { party } = await edit<Seller>('crearVendedor', { code, name: 'Rosa' });
  expect(party).toEqual({ id: expect.any(String), code, name: 'Rosa', active: true, version: 1 });
  const again = await edit('crearVendedor', { code, name: 'Otra' });
  expect(errorsOf(again)).toEqual(['DUPLICATE_CODE input code']);
  expect(errorsOf(await edit('crearVendedor', { code: code.toLowerCase(), name: 'Luz' }))).toEqual(
    [],
  );
  expect(errorsOf(await edit('crearVendedor', { code: 'c'.repeat(21), name: '' }))).toEqual([
    'INVALID_INPUT input code',
    'INVALID_INPUT input name',
  ]);
});

test('a seller leaves and comes back, each from the version that was seen', async () => {
  const code = randomUUID().slice(0, 8);
  const { party } = await edit<Seller>('crearVendedor', { code, name: 'Rosa' });
  const { id } = party!;
  const left = await edit<Seller>('actualizarVendedor', { id, version: 1, active: false });
  expect(left.party).toMatchObject({ active: false, name: 'Rosa', version: 2 });
  const stale = await edit<Seller>('actualizarVendedor', { id, version: 1, active: true });
  expect(errorsOf(stale)).toEqual(['STALE input version']);
  expect(stale.party).toMatchObject({ active: false });
  const nobody = await edit('actualizarVendedor', { id: '2147483647', version: 1, name: 'X' });
  expect(errorsOf(nobody)).toEqual(['SELLER_NOT_FOUND input id']);
});

interface Page {
  nodes: readonly { id: string }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function readToTheEnd(document: string, variables: Record<string, unknown>) {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { page }: { page: Page } = await shop.ask(document, { ...variables, after });
    ids.push(...page.nodes.map(({ id }) => id));
    if (!page.pageInfo.hasNextPage) {
      expect(ids).toHaveLength(page.totalCount);
      return ids;
    }
    after = page.pageInfo.endCursor;
  }
}

test('customers of one name are each shown once, and found by name, document or e-mail', async () => {
  const mark = randomUUID().slice(0, 8);
  const names = ['Pérez', 'PEREZ', 'perez', 'Pérez', 'Alva'].map((name) => `${mark} ${name}`);
  const ids: string[] = [];
  for (const name of names) ids.push(await shop.addCustomer(name));
  const CUSTOMERS = `query Customers($search: String, $after: String) {
    page: clientes(search: $search, first: 2, after: $after) {
      nodes { id } totalCount pageInfo { hasNextPage endCursor }
    }
  }`;
  const [first, second, third, fourth, alva] = ids;
  expect(await readToTheEnd(CUSTOMERS, { search: mark })).toEqual([
    ...[alva, first, second, third, fourth],
  ]);

  const docNumber = newDni();
  const email = `${mark}@example.pe`;
  const { party } = await edit<Customer>('crearCliente', {
    ...{ name: 'Luz', docType: 'DNI', docNumber, email },
  });
  expect(await readToTheEnd(CUSTOMERS, { search: docNumber })).toEqual([party!.id]);
  expect(await readToTheEnd(CUSTOMERS, { search: email })).toEqual([party!.id]);
});

test('a search with letters that are not ASCII finds names, whatever the accents', async () => {
  const mark = randomUUID().slice(0, 8);
  const id = await shop.addCustomer(`Ñañez ${mark} Pérez`);
  const SEARCH = `query Search($search: String) {
    customers: clientes(search: $search) { nodes { id } }
    sellers: vendedores(search: $search) { nodes { id } }
    products: productos(search: $search) { nodes { id } }
  }`;
  for (const search of [`Ñañez ${mark}`, `ñáñez ${mark} pere`]) {
    expect(await shop.ask(SEARCH, { search })).toEqual({
      customers: { nodes: [{ id }] },
      sellers: { nodes: [] },
      products: { nodes: [] },
    });
  }
});

test('sellers are listed by code, and can be narrowed to those who sell', async () => {
  const mark = randomUUID().slice(0, 8);
  const ids: string[] = [];
  for (const suffix of ['a', 'A', 'b']) {
    const { party } = await edit<Seller>('crearVendedor', { code: mark + suffix, name: 'Rosa' });
    ids.push(party!.id);
  }
  const [lower, upper, last] = ids;
  await edit('actualizarVendedor', { id: last, version: 1, active: false });
  const SELLERS = `query Sellers($search: String, $active: Boolean, $after: String) {
    page: vendedores(search: $search, active: $active, first: 1, after: $after) {
      nodes { id } totalCount pageInfo { hasNextPage endCursor }
    }
  }`;
  expect(await readToTheEnd(SELLERS, { search: mark })).toEqual([upper, lower, last]);
  expect(await readToTheEnd(SELLERS, { search: mark, active: true })).toEqual([upper, lower]);
  expect(await readToTheEnd(SELLERS, { search: mark, active: false })).toEqual([last]);
});

const FIND = `query Find($id: ID, $docNumber: String) {
  cliente(id: $id, docNumber: $docNumber) { id } }`;

test('a customer is found by id or by the document number as people write it', async () => {
  const docNumber = newDni();
  const { party } = await edit<Customer>('crearCliente', {
    name: 'Ana',
    docType: 'DNI',
    docNumber,
  });
  const found = { cliente: { id: party!.id } };
  const written = ` ${docNumber.slice(0, 2)} ${docNumber.slice(2, 5)}-${docNumber.slice(5)}`;
  expect(await shop.ask(FIND, { id: party!.id })).toEqual(found);
  expect(await shop.ask(FIND, { docNumber: written })).toEqual(found);
  expect(await shop.ask(FIND, { docNumber, id: '' })).toEqual(found);
  for (const nobody of [
    { id: '2147483647' },
    { id: 'x' },
    { docNumber: newDni() },
    { docNumber: docNumber.slice(0, 7) },
    { docNumber: 'ñ' },
    { docNumber: '%' },
    { docNumber: ' - ' },
  ]) {
    expect(await shop.ask(FIND, nobody)).toEqual({ cliente: null });
  }
});

test.each([{}, { id: '1', docNumber: '12345678' }, { id: null, docNumber: '' }])(
  'a customer is asked for by one key, not by %j',
  async (keys) => {
    expect(await shop.codesOf(FIND, keys)).toEqual(['BAD_USER_INPUT']);
  },
);

test('of two customers with one number the one whose kind comes first is found', async () => {
  const docNumber = newDni();
  const ofKind = async (docType: string) =>
    (await edit<Customer>('crearCliente', { name: docType, docType, docNumber })).party!;
  const passport = await ofKind('PASSPORT');
  expect(await shop.ask(FIND, { docNumber })).toEqual({ cliente: { id: passport.id } });
  const dni = await ofKind('DNI');
  expect(await shop.ask(FIND, { docNumber })).toEqual({ cliente: { id: dni.id } });
});
