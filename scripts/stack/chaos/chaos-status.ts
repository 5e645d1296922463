import type { Invariant } from '../../operate/verify/invariant-check.ts';

/** Processes that a chaos test may kill. */
export const TARGETS = ['ventas', 'inventario', 'database'] as const;

export type TargetName = (typeof TARGETS)[number];

/** The most that a load may ask for. */
export const MAX_SALES_PER_SECOND = 300;
export const MAX_LOAD_SECONDS = 300;

/** A load: so many sales in each of so many seconds. */
export interface LoadOrder {
  salesPerSecond: number;
  seconds: number;
}

/** PREPARING: its products are stocked. CLOSING: nothing new is begun, and what was is settled. */
export type LoadState = 'IDLE' | 'PREPARING' | 'SELLING' | 'CLOSING';

/** The figures of the load that runs, or of the last one. Instants in ms since 1970. */
export interface LoadFigures {
  state: LoadState;
  salesPerSecond: number;
  endsAtMs: number | null;
  /** Keys that were sent at least once. */
  begun: number;
  /** Keys whose final answer is a sale. */
  sold: number;
  /** Keys whose final answer is no sale. */
  refused: number;
  /** Sends of a key that had been sent before. */
  resent: number;
  /** Keys that had an answer which was not final, or none, and have no final one yet. */
  inDoubt: number;
  /** Of requests that were answered with a sale in the last 10 s; null while there are none. */
  p95Ms: number | null;
  /** Sales of each of the last seconds, the oldest first. */
  perSecond: { atMs: number; sold: number }[];
}

/** The sales in the database beside those that were answered. */
export interface Accounting {
  /** Answered as sold, and not there. */
  lost: number;
  /** There, above the keys that were sent. */
  doubled: number;
}

/** One promise, as the last pass found it. */
export interface InvariantReading {
  name: Invariant;
  /** CHECKING: something is still on its way, which is no fault until it stays. */
  state: 'HOLDS' | 'CHECKING' | 'BROKEN';
  count: number;
  /** The first thing that is wrong, in the words of `npm run verify`. */
  example: string | null;
}

export interface InvariantPasses {
  /** Passes that ended, also those that could not read. */
  passes: number;
  readAtMs: number | null;
  isReading: boolean;
  /** False when the last pass could not read: the readings are those of the one before. */
  isReadable: boolean;
  readings: InvariantReading[];
}

/** Something that happened; the page has the words. */
export type ChaosEvent = { atMs: number } & (
  | { kind: 'KILLED' | 'BACK'; target: TargetName; tookMs?: number }
  | { kind: 'LOAD_BEGUN' | 'LOAD_ENDED' | 'PAGE_GONE' }
  | { kind: 'LOAD_FAILED'; reason: string }
  | { kind: 'SETTLED'; wereThere: number; soldNow: number; refused: number }
);

/** The part of the status that the worker knows. */
export interface WorkerStatus {
  load: LoadFigures;
  accounting: Accounting;
  invariants: InvariantPasses;
}

export interface ProcessStatus {
  name: TargetName;
  pid: number | null;
  isAlive: boolean;
  /** For how long it has been up or down, in ms. */
  forMs: number;
  /** The time that its last return took, in ms. */
  cameBackMs: number | null;
}

export interface ChaosStatus extends WorkerStatus {
  nowMs: number;
  processes: ProcessStatus[];
  /** The newest first. */
  events: ChaosEvent[];
}

/** The messages from the supervisor to the worker. */
export type WorkerOrder =
  | { kind: 'OPEN'; routerUrl: string; databaseUrls: { inventario: string; ventas: string } }
  /** The access token of the administrator who looks at the page. */
  | { kind: 'BEARER'; token: string }
  | ({ kind: 'LOAD' } & LoadOrder)
  | { kind: 'END_LOAD' };

/** The messages from the worker. */
export type WorkerReport =
  | { kind: 'STATUS'; status: WorkerStatus }
  | { kind: 'EVENT'; event: ChaosEvent };

/** The status before the worker has said anything. */
export function nothingYet(): WorkerStatus {
  return {
    load: {
      state: 'IDLE',
      salesPerSecond: 0,
      endsAtMs: null,
      begun: 0,
      sold: 0,
      refused: 0,
      resent: 0,
      inDoubt: 0,
      p95Ms: null,
      perSecond: [],
    },
    accounting: { lost: 0, doubled: 0 },
    invariants: { passes: 0, readAtMs: null, isReading: false, isReadable: true, readings: [] },
  };
}
