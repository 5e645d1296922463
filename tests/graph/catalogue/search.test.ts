// Goal: people find what they seek as they type it, and scanners as they send it.
// Method: names and codes of the test's own, each with a mark that no other test has.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gtinOf } from '../../../common/values/gtin.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addAccount } from '../../support/accounts.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
});
afterAll(() => graph?.stop());

const newMark = () => randomUUID().slice(0, 8);

async function skusFor(search: string, orderBy = 'NAME'): Promise<string[]> {
  const { productos } = await shop.ask<{ productos: { nodes: { sku: string }[] } }>(
    `query Search($search: String, $orderBy: ProductOrder) {
      productos(search: $search, orderBy: $orderBy) { nodes { sku } }
    }`,
    { search, orderBy },
  );
  return productos.nodes.map(({ sku }) => sku);
}

test('words are found inside of a name, in any order, whatever their case and accents', async () => {
  const mark = newMark();
  const { sku } = await shop.addProduct({ name: `Televisión ${mark} LG OLED, 4K/HDMI TP-Link` });
  await shop.addProduct({ name: `Radio ${mark}` });
  for (const word of ['oled', 'HDMI', 'tp-link', 'televisi', 'TELEVISION', 'televisio\u0301n']) {
    expect([word, await skusFor(`${mark} ${word}`)]).toEqual([word, [sku]]);
  }
  expect(await skusFor(`  lg\t${mark}\n`)).toEqual([sku]);
  expect(await skusFor(`${mark} plasma`)).toEqual([]);
});

test('a code is found whatever its case and accents, and exactly this code comes first', async () => {
  const mark = newMark().toLowerCase();
  const codes = [`${mark}-ñ`, `${mark}-Ñ`, `${mark}-N`, `${mark}-n2`];
  await shop.addProducts(codes.map((sku, index) => ({ sku, name: `${9 - index} Cable` })));
  for (const sku of codes.slice(0, 3)) {
    const found = await skusFor(sku);
    expect(found[0]).toBe(sku);
    expect(found.toSorted()).toEqual(codes.toSorted());
  }
  expect((await skusFor(`${mark}-N`, 'SKU'))[0]).toBe(`${mark}-N`);
  expect(await skusFor(`${mark.toUpperCase()}-n2`)).toEqual([`${mark}-n2`]);
});

interface Page {
  nodes: { sku: string }[];
  totalCount: number;
  pageInfo: Record<string, unknown>;
}

test('the pages of a search go on where they stopped, the exact code first', async () => {
  const mark = newMark();
  const codes = [`${mark}-B`, `${mark}-A`, `${mark}-C`, mark];
  await shop.addProducts(codes.map((sku) => ({ sku, name: `Cable ${sku}` })));
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const { page }: { page: Page } = await shop.ask(
      `query Search($search: String, $after: String) {
        page: productos(search: $search, first: 1, after: $after) {
          nodes { sku } totalCount pageInfo { hasNextPage endCursor }
        }
      }`,
      { search: mark, after },
    );
    expect(page.totalCount).toBe(4);
    found.push(...page.nodes.map(({ sku }) => sku));
    if (page.pageInfo['hasNextPage'] !== true) break;
    after = String(page.pageInfo['endCursor']);
  }
  expect(found).toEqual([mark, `${mark}-A`, `${mark}-B`, `${mark}-C`]);
});

/** A number of 12 digits that no other test has. */
function newUpc(): string {
  const digits = `0${Math.trunc(Math.random() * 9e9 + 1e9)}`;
  return Array.from({ length: 10 }, (_, last) => `${digits}${last}`).find((code) => gtinOf(code))!;
}

test('a scanned barcode finds its product, with a newline and whatever its zeros', async () => {
  const upc = newUpc();
  const { id, sku } = await shop.addProduct({ barcode: upc });
  const FIND = 'query Find($barcode: String) { producto(barcode: $barcode) { id } }';
  for (const scanned of [upc, `${upc}\n`, ` ${upc}\r\n`, `0${upc}`, `00${upc}\t`]) {
    expect(await skusFor(scanned)).toEqual([sku]);
    expect(await shop.ask(FIND, { barcode: scanned })).toEqual({ producto: { id } });
  }
  expect(await shop.ask(FIND, { barcode: newUpc() })).toEqual({ producto: null });
  const plain = await shop.addProduct({ barcode: `Q-${newMark()}` });
  const { producto } = await shop.ask<{ producto: { barcode: string } }>(
    'query Read($id: ID) { producto(id: $id) { barcode } }',
    { id: plain.id },
  );
  expect(await shop.ask(FIND, { barcode: producto.barcode })).toEqual({
    producto: { id: plain.id },
  });
  expect(await skusFor(producto.barcode.toLowerCase())).toEqual([plain.sku]);
});

test('a customer, a seller and an account are found by any word of the name', async () => {
  const mark = newMark();
  const customer = await shop.addCustomer(`María Peña ${mark} Torres`);
  await addAccount(graph, { name: `Luis Ñahui ${mark} Soto` });
  const { crearVendedor } = await shop.ask<{ crearVendedor: { seller: { id: string } } }>(
    `mutation Add($input: CrearVendedorInput!) { crearVendedor(input: $input) { seller { id } } }`,
    { input: { code: `V-${mark}`, name: `Rosa ${mark} Díaz` } },
  );
  const SEARCH = `query Search($search: String) {
    clientes(search: $search) { nodes { id } }
    vendedores(search: $search) { nodes { id } }
    usuarios(search: $search) { totalCount }
  }`;
  const found = (search: string) => shop.ask<Record<string, unknown>>(SEARCH, { search });
  for (const words of [`torres ${mark}`, `${mark} PENA`, ` ${mark}  torres maria\n`]) {
    expect(await found(words)).toMatchObject({ clientes: { nodes: [{ id: customer }] } });
  }
  const seller = { vendedores: { nodes: [crearVendedor.seller] } };
  expect(await found(`diaz ${mark}`)).toMatchObject(seller);
  expect(await found(`v-${mark.toUpperCase()}`)).toMatchObject(seller);
  expect(await found(`${mark} nahui`)).toMatchObject({ usuarios: { totalCount: 1 } });
});
