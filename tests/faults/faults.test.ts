// Goal: a representative part of `npm run faults`: a process dies, or a link breaks, at the moments
// that matter most, and an afternoon of random trouble keeps every promise.
// Method: the same cases as the command, on one graph; the seed is printed when one fails.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { allCases } from './all-cases.ts';
import { tellCounterStory } from './counter-story.ts';
import { type Lane, startLane } from './lane.ts';
import { tellStory } from './random-story.ts';
import type { RunnableCase } from './run-cases.ts';
import { SETTLES_WITHIN_MS } from './settlement.ts';
import { STORIES, untilDone } from './story-cases.ts';
import { randomTrouble, rollingRestarts, serviceKills } from './trouble.ts';

const SEED = Math.floor(Math.random() * 1_000_000);
const CASES = [
  'dies at inventario.reserve.inside, same key',
  'dies at ventas.decide.after, other payload',
  'dies at inventario.confirm.after, no retry',
  'dies at inventario.release.inside, same key',
  'release overtakes reserve, same key',
  'dies at ventas.discard.after, same key',
  'discarded at the same moment, same key',
  'ventas dies once reserve is sent, discarded',
  'two recoverers at once, same key',
  'ventas → database loses every reply to COMMIT, same key',
  'inventario → database swallows everything, same key',
  'ventas → database breaks off while connecting, no retry',
  'a drawer is closed: dies at ventas.session.inside, same key',
  'goods come back: dies at ventas.return.after, same key',
  'goods come back: inventario is frozen, same key',
  'a sale is undone: dies at ventas.restock.acknowledged, no retry',
  'cash is paid out: dies at ventas.refund.inside, same key',
  'a sale has an approved discount: dies at ventas.intent.after, same key',
  'a sale is paid by a return: dies at ventas.decide.after, same key',
];

let lane: Lane;

beforeAll(async () => {
  lane = await startLane();
});
afterAll(() => lane.stop());

/** Says with which seed it failed. */
function withSeed<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`with --seed ${SEED}: ${reason}`, { cause });
  });
}

test.each(CASES)(
  '%s: settled within 15 s and sound',
  async (name) => {
    const settledMs = await withSeed(caseNamed(name).run(lane, SEED));
    expect(settledMs).toBeLessThanOrEqual(SETTLES_WITHIN_MS);
  },
  60_000,
);

function caseNamed(name: string): RunnableCase {
  const found = allCases().find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case is called ${name}`);
  return found;
}

test('10,000 operations under random kills, pauses and broken links contradict nothing', async () => {
  await lane.mend();
  const isOver = (operations: number) => operations >= 10_000;
  const trouble = randomTrouble(lane, SEED);
  const told = await withSeed(tellStory({ lane, seed: SEED, isOver, trouble, clients: 128 }));
  expect(told.sold).toBeGreaterThan(500);
}, 120_000);

test('100 sales at a counter whose services are killed are as their buyers booked them', async () => {
  await lane.mend();
  const trouble = serviceKills(lane, SEED);
  const told = await withSeed(tellCounterStory({ lane, seed: SEED, sales: 100, trouble }));
  expect(told.sold).toBeGreaterThanOrEqual(100);
}, 240_000);

test('a graceful restart of each service in turn leaves no sale that its key does not cure', async () => {
  await lane.mend();
  const told = await withSeed(
    tellStory({ lane, seed: SEED + 1, ...untilDone(rollingRestarts(lane, 1)) }),
  );
  expect(told.uncured).toEqual([]);
}, 90_000);

test('the database server is killed twice under load: no acknowledged sale is lost', async () => {
  const kills = STORIES.find(({ name }) => name.startsWith('the database server'))!;
  const rounds = { restarts: 0, databaseKills: 2 };
  const told = await withSeed(kills.tell({ seed: SEED, operations: 0, rounds }));
  expect(told.sold).toBeGreaterThan(0);
}, 90_000);
