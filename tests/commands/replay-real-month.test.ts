// Goal: a real month is sold, taken back and written off to the céntimo, although it is killed.
// Method: the command itself against the real processes, killed twice.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@jest/globals';
import { checkInvariants } from '../../scripts/operate/verify/check-invariants.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { replay, sessionsOf, startReplay, withGraph } from '../support/replay-command.ts';
import { skipWithMessage } from '../support/skip-with-message.ts';

const REAL_FILE_NAME = '../shared/data/online-retail-2010-12.csv.gz';
const REAL_FILE = resolve(import.meta.dirname, '../..', REAL_FILE_NAME);

const withRealFile = skipWithMessage(
  existsSync(REAL_FILE) ? null : `${REAL_FILE_NAME} is missing: the real month is not replayed.`,
);

/** Each run of the real month tells the same. */
const MONEY_OF_REAL_FILE = {
  'Accounted for': '2,025 of 2,025 invoices, each once:',
  '- sold': '1,550 invoices',
  '- returned': '131 cancellations, all of whose units came back',
  '- in part': '19 cancellations, some of whose units match no earlier sale',
  '- no sale': '176 cancellations that match no earlier sale',
  '- written off': '63 write-offs, taken out of stock',
  '- not in shop': '7 write-offs of products that the file does not sell',
  '- zero price': '79 invoices, not made',
  Returns: '165 returns with 3,241 units and 8,149.42 soles',
  'Without sale': '12,801 units of cancellations',
  Losses: '3,875 units',
  Paid: '376,000.80 in cash, 393,880.26 by card, 24.68 rounded off',
  Refunded: '2,678.10 in cash, 5,471.73 by card',
  'Read back': '1,578 sales with a total of 769,905.74: OK',
  Returned: '165 returns of 3,241 units with a total of 8,149.42: OK',
  Stock: '2,775 products with 3,241 units left: OK',
  Cash: '1 sessions expect 373,322.70 = 376,000.80 of sales − 2,678.10 of refunds: OK',
};

withRealFile(
  `a real month, killed on its way, comes out exact (skipped where ${REAL_FILE_NAME} is missing)`,
  () =>
    withGraph(async (world) => {
      const args = [REAL_FILE, '--url', world.url];
      const killed = startReplay(args);
      await eventually('a tenth is sold', () => /Selling: \d{3}\//.test(killed.output()), 120_000);
      killed.kill('SIGKILL');
      await killed.ended;
      const killedLater = startReplay(args);
      const isTakingBack = () => /Taking back: \d+\//.test(killedLater.output());
      await eventually('some goods came back', isTakingBack, 240_000);
      killedLater.kill('SIGKILL');
      await killedLater.ended;

      const { code, report, errors } = await replay(args);
      expect(errors).toBe('');
      expect(report).toMatchObject({
        'Invoices sold': '1,550',
        Lines: '40,281',
        Total: '769,905.74 soles',
        Rejected: '0 invoices, 0 sales',
        'Not sellable': '475 invoices: 326 cancellations, 70 write-offs, 79 with a zero price',
      });
      expect(report['Sales']).toMatch(/^1,578 \(1,578 already made\)$/);
      expect(report).toMatchObject(MONEY_OF_REAL_FILE);
      expect(code).toBe(0);
      expect(await checkInvariants({ ...world, quiet: true })).toEqual([]);
      expect(await sessionsOf(world)).toHaveLength(1);
    }),
  600_000,
);
