import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_INTERNAL_LIST } from '../../values/internal-list.ts';
import { BATCH_LIMITS, createBatcher, JobDroppedError, QueueFullError } from './batcher.ts';

/*
 * Natural batching: whatever arrives whenever, every job is answered once, with its own result, in
 * batches within the limits and in order of arrival.
 */

interface Job {
  id: number;
  lines: number;
  bytes: number;
}

const LIMITS = { maxJobs: 5, maxLines: 20, maxBytes: 100, maxQueued: 10_000 };

const weights = fc.record({
  lines: fc.integer({ min: 1, max: 30 }),
  bytes: fc.integer({ min: 1, max: 150 }),
  pauseTurns: fc.integer({ min: 0, max: 3 }),
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test('every job gets its own result, in batches within the limits, in order of arrival', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(weights, { maxLength: 60 }), async (arrivals) => {
      const batches: Job[][] = [];
      const batcher = createBatcher<Job, number>({
        run: async (jobs) => {
          batches.push([...jobs]);
          await turns(1);
          return jobs.map(({ id }) => id * 10);
        },
        weigh: (job) => job,
        limits: LIMITS,
      });
      const results: Promise<number>[] = [];
      for (const [id, { lines, bytes, pauseTurns }] of arrivals.entries()) {
        results.push(batcher.add({ id, lines, bytes }));
        await turns(pauseTurns);
      }
      expect(await Promise.all(results)).toEqual(arrivals.map((_, id) => id * 10));
      expect(batches.flat().map(({ id }) => id)).toEqual(arrivals.map((_, id) => id));
      for (const batch of batches) {
        const sum = (amount: (job: Job) => number) =>
          batch.reduce((total, job) => total + amount(job), 0);
        const fits = sum((job) => job.lines) <= 20 && sum((job) => job.bytes) <= 100;
        expect(batch.length <= 5 && (fits || batch.length === 1)).toBe(true);
      }
    }),
  );
});

test('a bad job fails alone, whatever its neighbours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), async (isBad) => {
      const batcher = createBatcher<number, number>({
        run: async (jobs) => {
          if (jobs.some((job) => isBad[job])) throw new Error('a bad job');
          return [...jobs];
        },
        weigh: () => ({ lines: 1, bytes: 1 }),
      });
      const settled = await Promise.allSettled(isBad.map((_, job) => batcher.add(job)));
      expect(settled.map(({ status }) => status)).toEqual(
        isBad.map((bad) => (bad ? 'rejected' : 'fulfilled')),
      );
    }),
  );
});

/** A batcher whose batches end when the test says so. */
function heldBatcher(options: { isWanted?: (job: number) => boolean; maxQueued?: number } = {}) {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const { isWanted, maxQueued = 512 } = options;
  const batcher = createBatcher<number, number>({
    run: async (jobs) => {
      batches.push([...jobs]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return [...jobs];
    },
    weigh: () => ({ lines: 1, bytes: 1 }),
    ...(isWanted && { isWanted }),
    limits: { maxQueued },
  });
  return { batcher, batches, endBatch: () => ends.shift()?.() };
}

test('a lone job runs at once; what arrives meanwhile is one batch', async () => {
  const { batcher, batches, endBatch } = heldBatcher();
  const all = [batcher.add(1)];
  await turns(1);
  all.push(batcher.add(2), batcher.add(3), batcher.add(4));
  await turns(1);
  expect(batches).toEqual([[1]]);
  endBatch();
  await turns(1);
  expect(batches).toEqual([[1], [2, 3, 4]]);
  endBatch();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
});

test('past the longest queue a job is refused at once, and those before it are served', async () => {
  const { batcher, endBatch } = heldBatcher({ maxQueued: 2 });
  const first = batcher.add(1);
  await turns(1);
  const waiting = [batcher.add(2), batcher.add(3)];
  await expect(batcher.add(4)).rejects.toThrow(QueueFullError);
  endBatch();
  await turns(1);
  endBatch();
  expect(await Promise.all([first, ...waiting])).toEqual([1, 2, 3]);
});

test('a job that nobody waits for is dropped when its turn comes, and never run', async () => {
  const gone = new Set<number>();
  const { batcher, batches, endBatch } = heldBatcher({ isWanted: (job) => !gone.has(job) });
  const first = batcher.add(1);
  await turns(1);
  const [second, third] = [batcher.add(2), batcher.add(3)];
  gone.add(2);
  endBatch();
  await expect(second).rejects.toThrow(JobDroppedError);
  await turns(1);
  endBatch();
  expect(await Promise.all([first, third])).toEqual([1, 3]);
  expect(batches).toEqual([[1], [3]]);
});

test('a batch that answers too few jobs fails instead of leaving one waiting', async () => {
  const batcher = createBatcher<number, number>({
    run: async () => [],
    weigh: () => ({ lines: 1, bytes: 1 }),
  });
  await expect(batcher.add(1)).rejects.toThrow('1 jobs gave 0 results');
});

test('a whole batch fits into one list of an internal call', () => {
  expect(BATCH_LIMITS.maxJobs).toBeLessThanOrEqual(MAX_INTERNAL_LIST);
});
