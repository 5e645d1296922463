import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../common/subgraph/database/database.ts';
import { checkInvariants } from '../../operate/verify/check-invariants.ts';
import {
  INVARIANTS,
  type Invariant,
  type Violation,
} from '../../operate/verify/invariant-check.ts';
import type { InvariantPasses, InvariantReading } from './chaos-status.ts';

/** Reads the promises again and again. */
export interface InvariantWatch {
  read(): InvariantPasses;
  stop(): Promise<void>;
}

export interface InvariantWatchOptions {
  databases: { inventario: Database; ventas: Database };
  /** Runs after each pass that could read. */
  afterPass: () => Promise<void>;
}

/** Between two passes. */
const PAUSE_MS = 2_000;
/** The promise about things that are on their way; recovery brings each to its end in seconds. */
const ON_ITS_WAY = 'I8';
const LATE_AFTER_MS = 30_000;

const NAMES = Object.keys(INVARIANTS) as Invariant[];

/** One pass at a time, each over all of both databases, as `npm run verify` makes it. */
export function watchInvariants({ databases, afterPass }: InvariantWatchOptions): InvariantWatch {
  const stopping = new AbortController();
  const state: InvariantPasses = {
    ...{ passes: 0, readAtMs: null, isReading: false, isReadable: true },
    readings: [],
  };
  const isLate = createPatience();

  const pass = async () => {
    state.isReading = true;
    try {
      const violations = await checkInvariants({ ...databases, quiet: true });
      const late = isLate(violations.filter(({ invariant }) => invariant === ON_ITS_WAY));
      state.readings = NAMES.map((name) => readingOf(name, violations, late));
      await afterPass();
      state.readAtMs = Date.now();
      state.isReadable = true;
    } catch {
      // A database that was killed cannot be read; the next pass tries again.
      state.isReadable = false;
    }
    state.isReading = false;
    state.passes += 1;
  };
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await pass();
      // A pause that is cut short ends the loop.
      await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    read: () => structuredClone(state),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Remembers since when each thing has been on its way. */
function createPatience(): (waiting: readonly Violation[]) => boolean {
  let sinceMs = new Map<string, number>();
  return (waiting) => {
    const nowMs = performance.now();
    sinceMs = new Map(
      waiting.map(({ subject }) => [subject, sinceMs.get(subject) ?? nowMs] as const),
    );
    return [...sinceMs.values()].some((since) => nowMs - since > LATE_AFTER_MS);
  };
}

function readingOf(
  name: Invariant,
  violations: readonly Violation[],
  isLate: boolean,
): InvariantReading {
  const own = violations.filter(({ invariant }) => invariant === name);
  const [first] = own;
  if (first === undefined) return { name, state: 'HOLDS', count: 0, example: null };
  return {
    name,
    state: name === ON_ITS_WAY && !isLate ? 'CHECKING' : 'BROKEN',
    count: own.length,
    example: `${first.subject} ${first.message}`,
  };
}
