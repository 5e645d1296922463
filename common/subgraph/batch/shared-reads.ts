import { refusal } from '../../process/errors/refusals.ts';
import { deadlineIn, REQUEST_BUDGET_MS, waitUntil } from '../../process/http/deadline.ts';
import { sizeOfValues } from '../database/sql.ts';
import { createBatcher, type Weight } from './batcher.ts';
import { refusedWhenFull } from './refused-when-full.ts';

type Outcome<Result> = { result: Result } | { error: unknown };

/**
 * After this many milliseconds nobody waits for a statement any more. Its connection may be one
 * whose other end is gone, which is not told for many minutes; the reads behind it go on with
 * another one.
 */
const LONGEST_READ_MS = REQUEST_BUDGET_MS;

/**
 * Lets requests share their statements: while one is under way, what others ask for waits and is
 * the next one. Nobody gets what was read before they asked, and a result that several get is one
 * object: it must not be written to.
 * @param read reads for many at once; result `i` belongs to job `i`
 * @returns a reader for the life of the process; it throws SERVER_BUSY when too many wait, and
 *   TIMEOUT when a statement takes longer than `longestMs`
 */
export function shareReads<Job, Result>(
  read: (jobs: readonly Job[]) => Promise<readonly Result[]>,
  weigh: (job: Job) => Weight,
  longestMs: number = LONGEST_READ_MS,
): (job: Job) => Promise<Result> {
  const batcher = createBatcher<Job, Outcome<Result>>({
    weigh,
    run: (jobs) =>
      waitUntil<readonly Outcome<Result>[]>(deadlineIn(longestMs), outcomesOf(read, jobs), () =>
        jobs.map(() => ({ error: refusal('TIMEOUT') })),
      ),
  });
  return async (job) => {
    const outcome = await batcher.add(job).catch((error: unknown) => {
      throw refusedWhenFull(error);
    });
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  };
}

/** When the reads fail together, each is tried alone, so that a bad one fails nobody else. */
async function outcomesOf<Job, Result>(
  read: (jobs: readonly Job[]) => Promise<readonly Result[]>,
  jobs: readonly Job[],
): Promise<readonly Outcome<Result>[]> {
  try {
    return (await read(jobs)).map((result) => ({ result }));
  } catch (error) {
    if (jobs.length === 1) return [{ error }];
    return (await Promise.all(jobs.map((job) => outcomesOf(read, [job])))).flat();
  }
}

/** Reads what belongs to each key; a key without anything is not in the map. */
export type ReadByKey<Key extends string | number, Value> = (
  keys: readonly Key[],
) => Promise<ReadonlyMap<Key, Value>>;

/** Lets requests share what they read by key; each key is asked for once. */
export function shareReadsByKey<Key extends string | number, Value>(
  read: ReadByKey<Key, Value>,
): ReadByKey<Key, Value> {
  return shareReads(
    async (jobs: readonly (readonly Key[])[]) => {
      const values = await read([...new Set(jobs.flat())]);
      return jobs.map(() => values);
    },
    (keys) => ({ lines: keys.length, bytes: sizeOfValues(keys) }),
  );
}
