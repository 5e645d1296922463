// Goal: what a list costs in SQL does not grow with its length: no query per row, in any subgraph.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { placeholders } from '../../../common/subgraph/database/sql.ts';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import {
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import { statementsDuring } from '../../support/statement-log.ts';

const SALES = 100;
const FEW = 5;

let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
  await makeSales();
  await expectSettledAndSound(databases);
}, 60_000);
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
});

/** Every sale has two products, a customer and a seller of its own, every product its category. */
async function makeSales(): Promise<void> {
  const { inventario, ventas } = databases;
  const marks = Array.from({ length: SALES }, () => randomUUID());
  const categories = marks.map((mark) => ['Categoría', mark]);
  await inventario.execute(
    `INSERT INTO Category (name, slug) VALUES ${placeholders(categories)}`,
    categories.flat(),
  );
  const sellers = marks.map((mark) => [mark.slice(-12), 'Rosa']);
  await ventas.execute(
    `INSERT INTO Seller (code, name) VALUES ${placeholders(sellers)}`,
    sellers.flat(),
  );
  const customers = marks.map(() => ['Ana']);
  await ventas.execute(
    `INSERT INTO Customer (name) VALUES ${placeholders(customers)}`,
    customers.flat(),
  );
  const idsOf = (table: string) =>
    ventas.query(
      claimed<{ id: number }>(`SELECT id FROM ${table} ORDER BY id DESC LIMIT ${SALES}`),
    );
  const [sellerIds, customerIds] = [await idsOf('Seller'), await idsOf('Customer')];
  const twice = marks.flatMap((mark) => [mark, mark]);
  const products = await shop.addProducts(
    twice.map((categorySlug) => ({ categorySlug, stock: 1 })),
  );
  const sell = async (index: number) => {
    const mine = products.slice(2 * index, 2 * index + 2);
    const { sale } = await shop.sell({
      sellerId: String(sellerIds[index]!.id),
      customerId: String(customerIds[index]!.id),
      items: mine.map(({ id }) => ({ productId: id, quantity: 1 })),
    });
    expect(sale).not.toBeNull();
  };
  for (let begin = 0; begin < SALES; begin += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, index) => sell(begin + index)));
  }
}

const MAX_SHOWN_CHARACTERS = 120;

async function statementsFor(document: string, first: number) {
  const statements = await statementsDuring(graph.databaseUrls, async () => {
    const data = await shop.ask<{ page: { nodes: unknown[] } }>(document, { first });
    expect(data.page.nodes).toHaveLength(first);
  });
  const shown = Object.entries(statements).map(([name, texts]) => {
    return [name, texts.map((text) => text.slice(0, MAX_SHOWN_CHARACTERS))];
  });
  return Object.fromEntries(shown) as Record<'inventario' | 'ventas', string[]>;
}

test.each([
  [
    'sales with items, products, categories, stock, customers and sellers',
    `query Sales($first: Int!) {
      page: ventas(first: $first) {
        totalCount
        pageInfo { hasNextPage }
        nodes {
          total
          customer { name sales(first: 1) { totalCount nodes { id } } }
          seller { name sales(first: 2) { nodes { id } } }
          items {
            quantity
            product {
              name price unitsSold lastSoldAt
              category { name parent { name } children { name } }
              stock { onHand reserved available }
              movements(first: 2) { totalCount nodes { kind product { sku } } }
            }
          }
        }
      }
    }`,
    { inventario: 5, ventas: 9 },
  ],
  [
    'products with what ventas adds to them',
    `query Products($first: Int!) {
      page: productos(first: $first) {
        totalCount
        nodes {
          name unitsSold lastSoldAt stock { reserved }
          category { name products(first: 2) { totalCount nodes { sku category { slug } } } }
        }
      }
    }`,
    { inventario: 6, ventas: 1 },
  ],
  [
    'changes of the catalog',
    `query Changes($first: Int!) {
      page: cambiosCatalogo(first: $first) {
        endCursor
        nodes { name unitsSold category { name } stock { available reserved } }
      }
    }`,
    { inventario: 4, ventas: 1 },
  ],
])('100 %s cost as many statements as 5', async (_, document, limits) => {
  const few = await statementsFor(document, FEW);
  const many = await statementsFor(document, SALES);

  for (const subgraph of ['inventario', 'ventas'] as const) {
    const [fewer, more] = [few[subgraph], many[subgraph]];
    // A count of zero would mean that the log was not read.
    if (more.length === fewer.length && more.length > 0 && more.length <= limits[subgraph])
      continue;
    throw new Error(
      `${subgraph}: ${more.length} statements for ${SALES}, ${fewer.length} for ${FEW}, ` +
        `at most ${limits[subgraph]} expected:\n${[...more, '---', ...fewer].join('\n')}`,
    );
  }
});
