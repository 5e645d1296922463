// Goal: a count costs no more in a large shop than in a small one, and is exact where people look.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { countRows } from '../../common/subgraph/database/keyset.ts';
import { readSearch } from '../../common/subgraph/database/search.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import { customerPage } from '../../subgraphs/ventas/customers/customer-store.ts';

let created: ThrowawayDatabase;
let database: Database;

beforeAll(async () => {
  created = await createMigratedDatabase('ventas');
  database = openDatabase(created.url, 2);
});
afterAll(async () => {
  await database?.close();
  await created?.drop();
});

async function addCustomers(name: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => `('${name} ${index}', 'NONE')`);
  await database.execute(`INSERT INTO Customer (name, docType) VALUES ${rows.join(', ')}`);
}

test('a list is counted exactly below 10,000 rows, and no further', async () => {
  await addCustomers('Ana', 9_999);
  await addCustomers('Eva', 3);
  const page = { first: 1, after: null };
  const counts = await countRows(database, [
    customerPage(null, page),
    customerPage(readSearch('Ana'), page),
    customerPage(readSearch('Eva'), page),
    customerPage(readSearch('Luz'), page),
  ]);

  expect(counts).toEqual([10_000, 9_999, 3, 0]);
});
