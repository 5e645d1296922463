// Goal: a return that inventario could not put back for a while is sent again, and only one that it
// refuses for good is parked. Method: a real table, and an inventario that answers as it is told.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  createMigratedDatabase,
  type ThrowawayDatabase,
} from '../../scripts/stack/throwaway/throwaway-database.ts';
import type { RestockAnswer } from '../../subgraphs/ventas/inventario-client/inventario-client.ts';
import { sendDueFacts } from '../../subgraphs/ventas/outbox/dispatch-facts.ts';
import { insertFacts } from '../../subgraphs/ventas/outbox/fact-store.ts';
import { silentLog } from '../support/silent-log.ts';

let created: ThrowawayDatabase;
let database: Database;
beforeAll(async () => {
  created = await createMigratedDatabase('ventas');
  database = openDatabase(created.url);
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

const [put, later, never] = [randomUUID(), randomUUID(), randomUUID()];
beforeEach(async () => {
  await database.execute('DELETE FROM FactOutbox');
  await database.script(
    insertFacts([put, later, never].map((id) => ({ id, kind: 'RESTOCK' as const }))),
  );
});

function send(restock: () => Promise<RestockAnswer>): Promise<void> {
  return sendDueFacts({ database, inventario: { restock }, log: silentLog });
}

async function waiting(): Promise<Record<string, boolean>> {
  const rows = await database.query(
    claimed<{ id: string; dead: boolean }>('SELECT id, dead FROM FactOutbox'),
  );
  return Object.fromEntries(rows.map(({ id, dead }) => [id, dead]));
}

test('what is put back is forgotten, what is refused is parked, the rest goes on waiting', async () => {
  await send(async () => ({ acknowledged: [put], refused: [never] }));
  expect(await waiting()).toEqual({ [later]: false, [never]: true });
});

test('without an answer everything goes on waiting', async () => {
  await send(() => Promise.reject(new Error('inventario is away')));
  expect(await waiting()).toEqual({ [put]: false, [later]: false, [never]: false });
});
