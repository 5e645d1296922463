// Goal: whoever has read the changes of the catalog to the end, and goes on from there, misses no
// edit, in whatever order edits begin and commit.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  type ConnectionLoader,
  createConnectionLoader,
  createPageReader,
} from '../../common/subgraph/graphql/connection.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { raiseCatalog } from '../../subgraphs/inventario/catalog/catalog-store.ts';
import { readChanges } from '../../subgraphs/inventario/catalog/read-changes.ts';
import { importProducts } from '../../subgraphs/inventario/products/import-products.ts';

let created: ThrowawayDatabase;
let database: Database;

beforeAll(async () => {
  created = await createMigratedDatabase('inventario');
  database = openDatabase(created.url, 16);
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

interface Item {
  id: number;
  sku: string;
}

/** Writes products by SKU, with a new name each time. */
async function write(skus: readonly string[]): Promise<Item[]> {
  const rows = skus.map((sku) => ({ sku, name: `Radio ${randomUUID()}`, price: '10.00' }));
  const { results, userErrors } = await importProducts({ database, request: null }, { rows });
  expect(userErrors).toEqual([]);
  return results.map(({ product }) => product!);
}

const addProducts = (count: number) => write(Array.from({ length: count }, () => randomUUID()));

async function read(after: string | null, first = 1_000, before = () => Promise.resolve()) {
  const loader = createConnectionLoader(createPageReader(database));
  const pages: ConnectionLoader = {
    async load(query) {
      await before();
      return loader.load(query);
    },
  };
  const { nodes, endCursor, hasNextPage } = await readChanges(
    { database, pages },
    { first, after },
  );
  return { nodes, ids: nodes.map(({ id }) => id), endCursor, hasNextPage };
}

/** The cursor behind everything. */
async function end(): Promise<string> {
  for (let after: string | null = null; ; ) {
    const { endCursor, hasNextPage } = await read(after);
    if (!hasNextPage) return endCursor;
    after = endCursor;
  }
}

test('an edit that begins first and commits last comes last', async () => {
  const [early, late] = await addProducts(2);
  const after = await end();
  let between = after;
  await database.transaction(async (sql) => {
    await sql.execute("UPDATE Product SET name = 'Otro' WHERE id = ?", [early!.id]);
    await write([late!.sku]);
    const page = await read(after);
    expect(page.ids).toEqual([late!.id]);
    between = page.endCursor;
    await sql.commitWith(raiseCatalog([early!.id]));
  });
  expect((await read(between)).ids).toEqual([early!.id]);
  expect((await read(after)).ids).toEqual([late!.id, early!.id]);
});

const IS_WAITING = `SELECT COUNT(*) AS waiting FROM information_schema.PROCESSLIST
  WHERE INFO LIKE '%UPDATE CatalogVersion%' AND ID <> CONNECTION_ID()`;

test('an edit gets no number before the one in front of it has committed', async () => {
  // The greater id is written first: two edits with one number would come in the order of ids.
  const [second, first] = await addProducts(2);
  const after = await end();
  let isWritten = false;
  const { writing } = await database.transaction(async (sql) => {
    await sql.script(raiseCatalog([first!.id]));
    const other = write([second!.sku]).then(() => {
      isWritten = true;
    });
    await eventually('the other edit waits', async () => {
      const [row] = await database.query(claimed<{ waiting: number }>(IS_WAITING));
      return row?.waiting === 1;
    });
    expect(isWritten).toBe(false);
    const page = await read(after);
    expect(page).toMatchObject({ ids: [], endCursor: after, hasNextPage: false });
    return { writing: other };
  });
  await writing;
  expect((await read(after)).ids).toEqual([first!.id, second!.id]);
});

test('a page ends with the edits that had committed when its version was read', async () => {
  const [first, second] = await addProducts(2);
  const after = await end();
  await write([first!.sku]);
  const page = await read(after, 10, async () => {
    await write([second!.sku]);
  });
  expect(page).toMatchObject({ ids: [first!.id], hasNextPage: false });
  expect((await read(page.endCursor)).ids).toEqual([second!.id]);
});

test('a product that is edited again is read once, at the end', async () => {
  const [first, second] = await addProducts(2);
  const after = await end();
  await write([first!.sku]);
  await write([second!.sku]);
  await write([first!.sku]);
  expect((await read(after)).ids).toEqual([second!.id, first!.id]);
});

test('the products of one edit are read in pages, none twice and none left out', async () => {
  const after = await end();
  const items = await addProducts(25);
  const ids: number[] = [];
  for (let at = after, hasNextPage = true; hasNextPage; ) {
    const page = await read(at, 10);
    ids.push(...page.ids);
    ({ endCursor: at, hasNextPage } = page);
  }
  expect(ids).toEqual(items.map(({ id }) => id).sort((a, b) => a - b));
});

const EDITORS = 8;
const EDITS = 15;

test('a reader beside many editors ends with what is there', async () => {
  const items = await addProducts(12);
  let after = await end();
  const nameById = new Map<number, string>();
  const readOn = async () => {
    const { nodes, endCursor } = await read(after, 5);
    for (const { id, name } of nodes) nameById.set(id, name);
    after = endCursor;
    return nodes.length;
  };
  let areEditing = true;
  const editing = Array.from({ length: EDITORS }, async (_, editor) => {
    for (let edit = 0; edit < EDITS; edit++) {
      const chosen = items.filter((_item, index) => (index + editor + edit) % 4 === 0);
      await write(chosen.map(({ sku }) => sku));
    }
  });
  const reading = (async () => {
    while (areEditing) await readOn();
  })();
  await Promise.all(editing).finally(() => {
    areEditing = false;
  });
  await reading;
  while ((await readOn()) > 0);

  const rows = await database.query(
    claimed<{ id: number; name: string }>('SELECT id, name FROM Product WHERE id IN (?)', [
      [...nameById.keys()],
    ]),
  );
  expect(nameById.size).toBe(items.length);
  expect(new Map(rows.map(({ id, name }) => [id, name]))).toEqual(nameById);
});
