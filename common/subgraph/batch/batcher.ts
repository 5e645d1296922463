import { MAX_INTERNAL_LIST } from '../../values/internal-list.ts';

/** The amount of work in a job. It bounds batches, so that no transaction grows too large. */
export interface Weight {
  lines: number;
  bytes: number;
}

export interface BatcherOptions<Job, Result> {
  /**
   * Does all jobs at once; result `i` belongs to job `i`. When it fails for several jobs, it is
   * called again for each alone, so it must be safe to repeat.
   */
  run(jobs: readonly Job[]): Promise<readonly Result[]>;
  weigh(job: Job): Weight;
  /** False: nobody waits for the job any more and nothing has been done for it; it is dropped. */
  isWanted?(job: Job): boolean;
  limits?: Partial<BatchLimits>;
}

export interface BatchLimits {
  /** Most jobs in one batch. */
  maxJobs: number;
  /** Most lines and bytes in one batch; a single job that is larger goes alone. */
  maxLines: number;
  maxBytes: number;
  /** Most jobs that may wait; the next one is refused. */
  maxQueued: number;
}

export const BATCH_LIMITS: BatchLimits = {
  maxJobs: MAX_INTERNAL_LIST,
  maxLines: 2_000,
  maxBytes: 512 * 1024,
  maxQueued: 512,
};

/** Too many jobs wait: the caller is told at once instead of waiting with them. */
export class QueueFullError extends Error {}

/** Nobody waited for the job any more when its turn came: nothing was done for it. */
export class JobDroppedError extends Error {}

/**
 * Natural batching: while one batch runs, what arrives queues; then the queue is the next batch.
 */
export interface Batcher<Job, Result> {
  /**
   * @throws QueueFullError, JobDroppedError, or what `run` threw for this job alone
   */
  add(job: Job): Promise<Result>;
}

interface Waiting<Job, Result> {
  job: Job;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Makes a batcher. There is no timer: a lone job runs at once, and the busier the system, the
 * larger its batches and the less each job costs. One batch runs at a time, in order of arrival.
 */
export function createBatcher<Job, Result>(
  options: BatcherOptions<Job, Result>,
): Batcher<Job, Result> {
  const limits = { ...BATCH_LIMITS, ...options.limits };
  let queue: Waiting<Job, Result>[] = [];
  let isRunning = false;

  const drain = async () => {
    isRunning = true;
    // Jobs that arrive in the same turn of the event loop go together.
    await Promise.resolve();
    while (queue.length > 0) {
      const size = batchSize(queue, options.weigh, limits);
      const batch = queue.slice(0, size);
      queue = queue.slice(size);
      await runBatch(options, batch);
    }
    isRunning = false;
  };

  return {
    add(job) {
      if (queue.length >= limits.maxQueued) {
        return Promise.reject(new QueueFullError(`${queue.length} jobs are waiting already`));
      }
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      queue.push({ job, resolve, reject });
      if (!isRunning) void drain();
      return promise;
    },
  };
}

/** The number of jobs from the front of the queue that fit into one batch; at least one. */
function batchSize<Job>(
  queue: readonly { job: Job }[],
  weigh: (job: Job) => Weight,
  limits: BatchLimits,
): number {
  const most = Math.min(queue.length, limits.maxJobs);
  let lines = 0;
  let bytes = 0;
  for (let size = 0; size < most; size++) {
    const waiting = queue[size];
    if (!waiting) break;
    const weight = weigh(waiting.job);
    lines += weight.lines;
    bytes += weight.bytes;
    if (size > 0 && (lines > limits.maxLines || bytes > limits.maxBytes)) return size;
  }
  return most;
}

async function runBatch<Job, Result>(
  { run, isWanted = () => true }: BatcherOptions<Job, Result>,
  batch: readonly Waiting<Job, Result>[],
): Promise<void> {
  const wanted: Waiting<Job, Result>[] = [];
  for (const waiting of batch) {
    if (isWanted(waiting.job)) wanted.push(waiting);
    else waiting.reject(new JobDroppedError('nobody waits for it any more'));
  }
  if (wanted.length === 0) return;
  const failure = await tryTogether(run, wanted);
  if (!failure) return;
  if (wanted.length === 1) {
    wanted[0]?.reject(failure.error);
    return;
  }
  // One bad job must not fail its neighbours: each has another chance alone.
  for (const waiting of wanted) {
    const failedAlone = await tryTogether(run, [waiting]);
    if (failedAlone) waiting.reject(failedAlone.error);
  }
}

/** Runs jobs and hands out their results. @returns the failure when all of them are still open */
async function tryTogether<Job, Result>(
  run: BatcherOptions<Job, Result>['run'],
  batch: readonly Waiting<Job, Result>[],
): Promise<{ error: unknown } | null> {
  try {
    const results = await run(batch.map(({ job }) => job));
    if (results.length !== batch.length) {
      throw new Error(`${batch.length} jobs gave ${results.length} results`);
    }
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    return null;
  } catch (error) {
    return { error };
  }
}
