// Goal: `replay` sells a dirty file of invoices through the running graph, once, to the céntimo.
// Method: the command itself against the real processes; what it says is compared with the data.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { claimed } from '../../common/subgraph/database/table.ts';
import {
  expectSettledWithStock,
  replay,
  sessionsOf,
  withGraph,
} from '../support/replay-command.ts';

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

/** Each run of the dirty file tells the same, however often it is run. */
const MONEY_OF_DIRTY_FILE = {
  Returns: '1 returns with 1 units and 2.55 soles',
  'Without sale': '0 units of cancellations',
  Losses: '5 units',
  'Accounted for': '7 of 7 invoices, each once:',
  '- sold': '4 invoices',
  '- returned': '1 cancellations, all of whose units came back',
  '- written off': '1 write-offs, taken out of stock',
  '- zero price': '1 invoices, not made',
  Paid: '14.50 in cash, 36.10 by card, 0.00 rounded off',
  Refunded: '0.00 in cash, 2.55 by card',
  Returned: '1 returns of 1 units with a total of 2.55: OK',
  Stock: '3 products with 1 units left: OK',
  Cash: '1 sessions expect 14.50 = 14.50 of sales − 0.00 of refunds: OK',
};

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
        ...MONEY_OF_DIRTY_FILE,
      });

      const second = await replay([dirtyFile, '--url', world.url]);
      expect(second).toMatchObject({ code: 0, errors: '' });
      expect(second.report).toMatchObject({
        'Invoices sold': '4',
        Sales: '5 (5 already made)',
        Products: expect.stringContaining('(0 new)'),
        Customers: '2 (0 new)',
        'Read back': '5 sales with a total of 50.60: OK',
        ...MONEY_OF_DIRTY_FILE,
      });
      await expectSettledWithStock(world, { '15056bl': 1 });
      // All that is sold was sold before: the second run had no use for a drawer.
      expect(await sessionsOf(world)).toEqual([
        { openingCentimos: 0, expectedCentimos: 1_450, countedCentimos: 1_450 },
      ]);
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
      await expectSettledWithStock(world, {});
    }),
  60_000,
);

test(
  'a run with a limit closes the drawer, and the run that goes on opens another',
  () =>
    withGraph(async (world) => {
      const first = await replay([dirtyFile, '--limit', '1', '--url', world.url]);
      expect(first).toMatchObject({ code: 0, errors: '' });
      expect(first.report).toMatchObject({
        '- sold': '1 invoices',
        '- past limit': '6 invoices after the last one that --limit lets be sold',
      });
      const second = await replay([dirtyFile, '--url', world.url]);
      expect(second).toMatchObject({ code: 0, errors: '' });
      const { Cash, ...others } = MONEY_OF_DIRTY_FILE;
      expect(second.report).toMatchObject(others);
      expect(second.report['Cash']).toMatch(/^2 sessions expect 14\.50 = 14\.50 of sales .*: OK$/);
      expect(Cash).toMatch(/^1 sessions/);
      await expectSettledWithStock(world, { '15056bl': 1 });
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
