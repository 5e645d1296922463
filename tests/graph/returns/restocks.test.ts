// Goal: what a customer brings back is in stock once and for ever, whoever dies or asks again.
// Method: the test calls inventario as ventas does; processes die at the failpoints of a restock.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { claimed } from '../../../common/subgraph/database/table.ts';
import { eventually } from '../../../scripts/stack/throwaway/eventually.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { RESTOCK, type RestockInput } from '../../support/generated/holds.inventario.ts';
import {
  countRows,
  expectSettledAndSound,
  type GraphDatabases,
  openGraphDatabases,
} from '../../support/graph-databases.ts';
import { callAs, restockAsVentas } from '../../support/service-call.ts';
import { openShop, type Shop } from '../../support/shop.ts';

const failpoints = mkdtempSync(join(tmpdir(), 'electroplus-failpoints-'));
let graph: Graph;
let databases: GraphDatabases;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph({ environment: { inventario: { FAILPOINT_DIRECTORY: failpoints } } });
  databases = openGraphDatabases(graph);
  shop = await openShop(graph);
});
afterEach(() => expectSettledAndSound(databases));
afterAll(async () => {
  await databases?.close();
  await graph?.stop();
  rmSync(failpoints, { recursive: true, force: true });
});

function returnOf(productId: string, quantity = 1): RestockInput {
  return { id: randomUUID(), lines: [{ productId, quantity }], actorId: '7' };
}

async function call(returns: readonly RestockInput[], caller: 'ventas' | 'router' = 'ventas') {
  const variables = { input: { returns } };
  const reply = await callAs(graph, { caller, callee: 'inventario', document: RESTOCK, variables });
  const { data, errors = [] } = JSON.parse(reply.text);
  const codes = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
  return { acknowledged: data?.restockReturns?.acknowledged ?? null, codes };
}

async function availableOf(productId: string): Promise<number> {
  return (await shop.stockOf(productId)).available;
}

const alarmsOf = ({ id }: RestockInput) =>
  graph
    .logs('inventario')
    .filter(({ event, returnId }) => event === 'stock.restock-refused' && returnId === id);

test('a return is in stock once, however often it is told, and the ledger says whose it is', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const returned = returnOf(productId, 2);

  expect(await call([returned])).toEqual({ acknowledged: [returned.id], codes: [] });
  expect(await call([returned])).toEqual({ acknowledged: [returned.id], codes: [] });
  const upper = { ...returned, id: returned.id.toUpperCase() };
  expect(await call([upper, returned])).toEqual({ acknowledged: [returned.id], codes: [] });

  expect(await availableOf(productId)).toBe(7);
  const movements = await databases.inventario.query(
    claimed(
      `SELECT kind, delta, reason, actorId FROM StockMovement WHERE reference = '${returned.id}'`,
    ),
  );
  expect(movements).toEqual([{ kind: 'RETURN', delta: 2, reason: 'Devolución', actorId: '7' }]);
  const told = graph.logs('inventario').filter(({ event }) => event === 'stock.restocked');
  expect(told).toMatchObject([{ level: 'info', returnIds: [returned.id] }]);
});

test('twenty calls at once with one id put its units back once', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const returned = returnOf(productId);
  const answers = await Promise.all(Array.from({ length: 20 }, () => call([returned])));
  for (const answer of answers) expect(answer.acknowledged).toEqual([returned.id]);
  expect(await availableOf(productId)).toBe(6);
});

test('a return of an unknown product is an alarm each time, and blocks none of its neighbours', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const [before, lost, after] = [returnOf(productId), returnOf('999999'), returnOf(productId)];
  expect(await call([before, lost, after])).toEqual({
    acknowledged: [before.id, after.id],
    codes: [],
  });
  expect(await call([lost])).toEqual({ acknowledged: [], codes: [] });
  expect(await availableOf(productId)).toBe(7);
  expect(await countRows(databases.inventario, 'StockReturn', `id = '${lost.id}'`)).toBe(0);
  const alarm = { level: 'error', reason: 'unknown product', productId: '999999' };
  expect(alarmsOf(lost)).toMatchObject([alarm, alarm]);
});

test('what the database refuses of one return, and what would pass the limit, is an alarm of its own', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  const { id: full } = await shop.addProduct({ stock: 1_000_000_000 });
  const refused = { ...returnOf(productId), actorId: 'x'.repeat(65) };
  const [tooMany, good] = [returnOf(full), returnOf(productId)];
  expect(await call([refused, tooMany, good])).toEqual({ acknowledged: [good.id], codes: [] });
  // One that can never be put back is no failure of the call, even alone.
  expect(await call([refused])).toEqual({ acknowledged: [], codes: [] });
  expect([await availableOf(productId), await availableOf(full)]).toEqual([6, 1_000_000_000]);
  expect(alarmsOf(tooMany)).toMatchObject([{ level: 'error', reason: 'too many units' }]);
  expect(alarmsOf(refused)).toHaveLength(2);
});

test('a product that is off sale takes its units back', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  await databases.inventario.execute(
    `UPDATE Product SET status = 'DISCONTINUED' WHERE id = ${productId}`,
  );
  await restockAsVentas(graph, [returnOf(productId, 3)]);
  expect(await availableOf(productId)).toBe(8);
});

test('nobody but ventas may say that something came back', async () => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  expect(await call([returnOf(productId)], 'router')).toEqual({
    acknowledged: null,
    codes: ['SERVICE_TOKEN_INVALID'],
  });
  expect(await availableOf(productId)).toBe(5);
});

const badInputs: [string, (good: RestockInput) => RestockInput[]][] = [
  ['no return', () => []],
  ['257 returns', (good) => Array.from({ length: 257 }, () => ({ ...good, id: randomUUID() }))],
  ['an id that is no UUID', (good) => [good, { ...good, id: '1' }]],
  ['no line', (good) => [good, { ...good, id: randomUUID(), lines: [] }]],
  [
    '1,001 lines',
    (good) => [{ ...good, lines: Array.from({ length: 1_001 }, () => good.lines[0]!) }],
  ],
  ['no unit', (good) => [{ ...good, lines: [{ ...good.lines[0]!, quantity: 0 }] }]],
  ['100,001 units', (good) => [{ ...good, lines: [{ ...good.lines[0]!, quantity: 100_001 }] }]],
];

test.each(badInputs)('a call with %s is refused as a whole', async (_, inputsFrom) => {
  const { id: productId } = await shop.addProduct({ stock: 5 });
  expect(await call(inputsFrom(returnOf(productId)))).toEqual({
    acknowledged: null,
    codes: ['BAD_USER_INPUT'],
  });
  expect(await availableOf(productId)).toBe(5);
});

test('a return of 1,000 lines and a list of 256 returns are put back', async () => {
  const { id: productId } = await shop.addProduct({ stock: 0 });
  const line = { productId, quantity: 2 };
  const long = { ...returnOf(productId), lines: Array.from({ length: 1_000 }, () => line) };
  await restockAsVentas(graph, [long]);
  await restockAsVentas(
    graph,
    Array.from({ length: 256 }, () => returnOf(productId)),
  );
  expect(await availableOf(productId)).toBe(2_256);
});

const POINTS = [
  ['before', 5],
  ['inside', 5],
  ['after', 7],
] as const;

test.each(POINTS)(
  'inventario dies %s its transaction: a repeat puts it back, once',
  async (point, left) => {
    const { id: productId } = await shop.addProduct({ stock: 5 });
    const returned = returnOf(productId, 2);
    writeFileSync(join(failpoints, `inventario.restock.${point}`), '');
    await expect(call([returned])).rejects.toThrow();
    await eventually('inventario is dead', () => graph.pid('inventario') === undefined);
    const [row] = await databases.inventario.query(
      claimed<{ available: number }>(`SELECT available FROM Product WHERE id = ${productId}`),
    );
    expect(row?.available).toBe(left);

    await graph.start('inventario');
    await restockAsVentas(graph, [returned]);
    await restockAsVentas(graph, [returned]);
    expect(await availableOf(productId)).toBe(7);
  },
  30_000,
);
