// Goal: a request takes from its payer's budget what it costs, and a refused one takes something.
import { expect, test } from '@jest/globals';
import { HttpRefusal } from '../../common/process/http/http-server.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import type { ReadRequest } from '../http/requested-operation.ts';
import { createAdmission } from './admission.ts';
import type { MeasuredOperation } from './operation-check.ts';

type Cost = Pick<MeasuredOperation, 'cost' | 'newcomerPoints'>;

/** The points that a request takes, and whose they are. */
async function pointsOf(characters: number, measured: Cost | HttpRefusal | null) {
  const taken: [string, number][] = [];
  const admission = createAdmission({
    trusted: {
      use: () => undefined,
      resolve: (asked) => ({ ...asked, query: '{ a }' }),
    },
    check: {
      useSupergraph: () => undefined,
      measure() {
        if (measured instanceof HttpRefusal) throw measured;
        return { cost: 0, newcomerPoints: 0, ...measured, isRead: true };
      },
    },
    rateLimit: {
      take: async (payer, points) => void taken.push([payer, points]),
      close: async () => undefined,
    },
    payerOf: () => 'account:7',
  });
  const requested = measured === null ? null : { query: '{ a }' };
  const request = { characters, requested, log: silentLog } as unknown as ReadRequest;
  await admission.admit(request).catch(() => undefined);
  return taken;
}

test.each([
  ['a request for nothing', 10, { cost: 0, newcomerPoints: 0 }, 1],
  ['one that costs less than a point', 10, { cost: 0.4, newcomerPoints: 0 }, 1],
  ['its cost, rounded up', 10, { cost: 40.2, newcomerPoints: 0 }, 41],
  ['a document that is new', 10, { cost: 41, newcomerPoints: 25 }, 41 + 25],
  ['each 1,024 characters', 10 * 1_024, { cost: 41, newcomerPoints: 0 }, 41 + 10],
  ['one that names no operation', 2_047, null, 2],
  ['one that is refused', 3_000, new HttpRefusal('OPERATION_TOO_LARGE'), 3],
])('%s', async (_, characters, measured, points) => {
  expect(await pointsOf(characters, measured)).toEqual([['account:7', points]]);
});
