// Runs cases side by side, each lane one after the other.
import { type FaultCase, runCase } from './fault-case.ts';
import { type Lane, startLane } from './lane.ts';

export interface CaseResult {
  readonly name: string;
  /** How long after the repair everything was settled; null when the case failed. */
  readonly settledMs: number | null;
  readonly error: string | null;
}

export interface RunOptions {
  readonly seed: number;
  readonly lanes: number;
  readonly onResult: (result: CaseResult) => void;
}

/** Runs every case. @returns the results in the order of the cases */
export async function runCases(
  cases: readonly FaultCase[],
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
      // What went wrong must not go on in the next case.
      await lane.stop();
      lane = null;
    }
    await lane?.stop();
  };
  await Promise.all(Array.from({ length: Math.min(lanes, cases.length) }, work));
  return results;
}

async function resultOf(lane: Lane, fault: FaultCase, seed: number): Promise<CaseResult> {
  const { name } = fault;
  try {
    return { name, settledMs: await runCase(lane, fault, seed), error: null };
  } catch (error) {
    return { name, settledMs: null, error: error instanceof Error ? error.message : String(error) };
  }
}
