// Goal: `replay` sells a dirty file of invoices through the running graph, once, to the céntimo.
// Method: the command itself against the real processes; what it says is compared with the data.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { claimed } from '../../common/subgraph/database/table.ts';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { ADMINISTRATOR } from '../../scripts/stack/throwaway/sign-in.ts';
import { startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const REAL_FILE_NAME = '../shared/data/online-retail-2010-12.csv.gz';
const REAL_FILE = resolve(ROOT, REAL_FILE_NAME);

/** Four invoices can be sold (28.60 + 14.00 + 0.50 + 7.50), one of them only as two sales. */
const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID';
const DIRTY_FILE = `${HEADER},Country
1001,15056bl,"SOMBRILLA, ""AZUL""",2,2010-12-01 08:26:00,2.55,17850.0,Peru
1001,15056BL,,3,2010-12-01 08:26:00,5.95,17850.0,Peru
1001,15056bl,SOMBRILLA,2,2010-12-01 08:26:00,2.55,17850.0,Peru
1001,POST,,1,2010-12-01 08:26:00,0.55,17850.0,Peru
1002,15056bl,otro nombre,1,2010-12-01 09:00:00,3.00,,Peru
1002,15056bl,otro nombre,2,2010-12-01 09:00:00,5.5,,Peru
C1003,15056bl,SOMBRILLA,-1,2010-12-01 09:10:00,2.55,17850.0,Peru
1004,15056bl,dañado,-5,2010-12-01 09:20:00,0.0,,Peru
1005,15056bl,,1,2010-12-01 09:30:00,0.0,,Peru
1005,NUNCA,nunca vendido,1,2010-12-01 09:30:00,1.00,,Peru
1006,POST,ENVÍO,1,2010-12-02 10:00:00,0.5,99.0,Peru
1007,15056bl,SOMBRILLA,3,2010-12-02 10:00:00,2.50,17850.0,Peru
`;

const directory = mkdtempSync(join(tmpdir(), 'electroplus-replay-'));
const dirtyFile = join(directory, 'dirty.csv');

beforeAll(() => writeFileSync(dirtyFile, DIRTY_FILE));
afterAll(() => rmSync(directory, { recursive: true }));

interface World {
  url: string;
  inventario: Database;
  ventas: Database;
}

/** Runs a test on a graph of its own, without any data. */
async function withGraph(work: (world: World) => Promise<void>): Promise<void> {
  const graph = await startGraph();
  const inventario = openDatabase(graph.databaseUrls.inventario, 2);
  const ventas = openDatabase(graph.databaseUrls.ventas, 2);
  try {
    await work({ url: graph.urls.router, inventario, ventas });
  } finally {
    await Promise.all([inventario.close(), ventas.close()]);
    await graph.stop();
  }
}

test(
  'a dirty file is sold completely, and again without selling anything twice',
  () =>
    withGraph(async (world) => {
      const first = await replay([dirtyFile, '--url', world.url]);
      expect(first).toMatchObject({ code: 0, errors: '' });
      expect(first.report).toMatchObject({
        'Invoices sold': '4',
        Sales: '5 (0 already made)',
        Lines: '8',
        Total: '50.60 soles',
        Rejected: '0 invoices, 0 sales',
        'Not sellable': '3 invoices: 1 cancellations, 1 write-offs, 1 with a zero price',
        Products: '3 sold (3 new), 1 codes never sold and not imported',
        Customers: '2 (2 new)',
        'Read back': '5 sales with a total of 50.60: OK',
      });

      const second = await replay([dirtyFile, '--url', world.url]);
      expect(second).toMatchObject({ code: 0, errors: '' });
      expect(second.report).toMatchObject({
        'Invoices sold': '4',
        Sales: '5 (5 already made)',
        Products: expect.stringContaining('(0 new)'),
        Customers: '2 (0 new)',
        'Read back': '5 sales with a total of 50.60: OK',
      });
      await expectSettledWithoutStock(world);
    }),
  60_000,
);

test(
  'names, prices and customers are those of the file',
  () =>
    withGraph(async (world) => {
      await replay([dirtyFile, '--url', world.url]);
      const items = await world.ventas.query(
        claimed(
          `SELECT i.sku, i.productName AS name, i.quantity, i.unitPriceCentimos AS price,
       c.docNumber AS customer
     FROM SaleItem i JOIN Sale s ON s.id = i.saleId LEFT JOIN Customer c ON c.id = s.customerId
     ORDER BY s.createdAt, s.id, i.lineNumber`,
        ),
      );
      const umbrella = { sku: '15056bl', name: 'SOMBRILLA, "AZUL"' };
      const known = 'RP0000017850';
      expect(items).toEqual([
        { ...umbrella, quantity: 2, price: 255, customer: known },
        { sku: '15056BL', name: '15056BL', quantity: 3, price: 595, customer: known },
        { ...umbrella, quantity: 2, price: 255, customer: known },
        { sku: 'POST', name: 'ENVÍO', quantity: 1, price: 55, customer: known },
        { ...umbrella, quantity: 1, price: 300, customer: null },
        { ...umbrella, quantity: 2, price: 550, customer: null },
        { sku: 'POST', name: 'ENVÍO', quantity: 1, price: 50, customer: 'RP0000000099' },
        { ...umbrella, quantity: 3, price: 250, customer: known },
      ]);
    }),
  60_000,
);

/** Sells of a product that the first file has sold out, and of another that is new. */
const SECOND_FILE = `${HEADER},Country
2001,POST,ENVÍO,4,2011-01-03 08:00:00,0.60,99.0,Peru
2001,NUEVO,NUEVO,1,2011-01-03 08:00:00,1.00,99.0,Peru
2002,15056bl,SOMBRILLA,5,2011-01-03 09:00:00,2.50,,Peru
2003,POST,ENVÍO,1,2011-01-03 09:10:00,-0.60,,Peru
2004,POST,ENVÍO,1,2011-01-03 09:20:00,0.605,,Peru
`;

test(
  'a second file in one shop agrees, and so does each file when it is sold again',
  () =>
    withGraph(async (world) => {
      const secondFile = join(directory, 'second.csv');
      writeFileSync(secondFile, SECOND_FILE);
      await replay([dirtyFile, '--url', world.url]);
      const second = await replay([secondFile, '--url', world.url]);
      expect(second).toMatchObject({ code: 0, errors: '' });
      expect(second.report).toMatchObject({
        Sales: '2 (0 already made)',
        'Not sellable':
          '2 invoices: 0 cancellations, 0 write-offs, 0 with a zero price, ' +
          '1 with a negative price, 1 with a price of more than two decimals',
        'Read back': '2 sales with a total of 15.90: OK',
      });
      for (const file of [dirtyFile, secondFile]) {
        const again = await replay([file, '--url', world.url]);
        expect(again).toMatchObject({ code: 0, errors: '' });
        expect(again.report['Read back']).toMatch(/: OK$/);
      }
      await expectSettledWithoutStock(world);
    }),
  60_000,
);

const wrongArguments: [string, string[], RegExp][] = [
  ['no file', [], /^Usage: npm run replay/],
  ['a file that is not there', ['absent.csv'], /^There is no file absent\.csv\.\n$/],
  [
    'no router',
    [dirtyFile, '--url', 'http://127.0.0.1:9/graphql'],
    /^No graph answers .*npm start/,
  ],
  ['a wrong address', [dirtyFile, '--url', 'graph'], /^--url graph is not an address/],
  ['a wrong limit', [dirtyFile, '--limit', '0'], /^--limit 0 is not a number of invoices/],
  ['an unknown option', [dirtyFile, '--fast'], /^Unknown option '--fast'/],
];

test.each(wrongArguments)('%s ends with one sentence', async (_case, args, message) => {
  const { code, errors } = await replay(args);
  expect(code).toBe(1);
  expect(errors).toMatch(message);
});

const withRealFile = skipWithMessage(
  existsSync(REAL_FILE) ? null : `${REAL_FILE_NAME} is missing: the real month is not replayed.`,
);

withRealFile(
  `a real month, killed on its way, comes out exact (skipped where ${REAL_FILE_NAME} is missing)`,
  () =>
    withGraph(async (world) => {
      const args = [REAL_FILE, '--url', world.url];
      const killed = startReplay(args);
      await eventually('a tenth is sold', () => /Selling: \d{3}\//.test(killed.output()), 120_000);
      killed.kill('SIGKILL');
      await killed.ended;

      const { code, report, errors } = await replay(args);
      expect(errors).toBe('');
      expect(report).toMatchObject({
        'Invoices sold': '1,550',
        Lines: '40,281',
        Total: '769,905.74 soles',
        Rejected: '0 invoices, 0 sales',
        'Not sellable': '475 invoices: 326 cancellations, 70 write-offs, 79 with a zero price',
      });
      expect(report['Sales']).toMatch(/^1,578 \([1-9]\d* already made\)$/);
      expect(code).toBe(0);
      await expectSettledWithoutStock(world);
    }),
  400_000,
);

/** Every message between the services arrives, all promises hold, and nothing is left to sell. */
async function expectSettledWithoutStock({ inventario, ventas }: World) {
  const isSettled = async () => (await ventas.query(claimed('SELECT 1 FROM Outbox'))).length === 0;
  await eventually('the outbox is empty', isSettled, 15_000);
  expect(await checkInvariants({ inventario, ventas, quiet: true })).toEqual([]);
  expect(await inventario.query(claimed('SELECT sku FROM Product WHERE available <> 0'))).toEqual(
    [],
  );
}

async function replay(args: readonly string[]) {
  const run = startReplay(args);
  const code = await run.ended;
  const rows = run.output().matchAll(/^(\S.{13}) (.*)$/gm);
  const report = Object.fromEntries([...rows].map(([, name = '', text]) => [name.trim(), text]));
  return { code, output: run.output(), errors: run.errors(), report };
}

function startReplay(args: readonly string[]) {
  const child = spawn(process.execPath, ['scripts/replay/replay.ts', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      REPLAY_EMAIL: ADMINISTRATOR.email,
      REPLAY_PASSWORD: ADMINISTRATOR.password,
    },
  });
  const chunks = { output: '', errors: '' };
  child.stdout.on('data', (chunk) => {
    chunks.output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    chunks.errors += String(chunk);
  });
  return {
    output: () => chunks.output,
    errors: () => chunks.errors,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: new Promise<number | null>((done) => child.on('close', done)),
  };
}
