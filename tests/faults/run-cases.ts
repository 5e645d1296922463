// Runs cases side by side, each lane one after the other.
import { type Lane, startLane } from './lane.ts';
import type { StoryCase, StoryRun } from './story-cases.ts';

/** One thing that goes wrong, on a lane on which nothing else happens. */
export interface RunnableCase {
  name: string;
  /**
   * @returns the time from the repair until everything was settled, in ms
   * @throws Error saying what is wrong
   */
  run(lane: Lane, seed: number): Promise<number>;
}

export interface CaseResult {
  name: string;
  /** The time from the repair until everything was settled; null when the case failed. */
  settledMs: number | null;
  error: string | null;
  /** More that is worth knowing. */
  remark: string;
}

export interface RunOptions {
  seed: number;
  lanes: number;
  onResult: (result: CaseResult) => void;
}

/** Runs every case. @returns the results in the order of the cases */
export async function runCases(
  cases: readonly RunnableCase[],
  { seed, lanes, onResult }: RunOptions,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  let next = 0;
  const work = async () => {
    let lane: Lane | null = null;
    for (let index = next++; index < cases.length; index = next++) {
      const fault = cases[index]!;
      lane ??= await startLane();
      const result = await resultOf(lane, fault, seed);
      results[index] = result;
      onResult(result);
      if (result.error === null) continue;
      // A failure must not go on in the next case.
      await lane.stop();
      lane = null;
    }
    await lane?.stop();
  };
  await Promise.all(Array.from({ length: Math.min(lanes, cases.length) }, work));
  return results;
}

async function resultOf(lane: Lane, fault: RunnableCase, seed: number): Promise<CaseResult> {
  const { name } = fault;
  try {
    return { name, settledMs: await fault.run(lane, seed), error: null, remark: '' };
  } catch (error) {
    return failure(name, error);
  }
}

/** Tells one story. */
export async function resultOfStory(story: StoryCase, run: StoryRun): Promise<CaseResult> {
  const { name } = story;
  try {
    const { settledMs, ...told } = await story.tell(run);
    const perSecond = Math.round(told.operations / (told.tookMs / 1_000));
    const remark = `${told.operations} operations (${perSecond}/s), ${told.sold} sold`;
    return { name, settledMs, error: null, remark };
  } catch (error) {
    return failure(name, error);
  }
}

function failure(name: string, error: unknown): CaseResult {
  const message = error instanceof Error ? error.message : String(error);
  return { name, settledMs: null, error: message, remark: '' };
}
