// An import that is being sent. Its rows are kept in the browser before the first one is sent, so
// that a reload, a lost connection or an ended session leave off where it can go on.
import { type DBSchema, openDB } from 'idb';
import { useSyncExternalStore } from 'react';
import type { Failure } from '../gateway/post.ts';
import { toast } from '../parts/toast.tsx';
import { personOfPage } from '../session/access.ts';
import { LOT_SIZE, sendLot } from './import-lot.ts';
import type { ImportRow } from './import-rows.ts';
import type { JudgedRow, RowStatus } from './judge-lot.ts';

/** A row to be written, with the cells of the file that it was made of. */
export interface JobRow extends ImportRow {
  cells: readonly string[];
}

/** A row that was refused, for the file of errors. */
export interface RefusedRow {
  line: number;
  cells: readonly string[];
  reasons: readonly string[];
}

export interface ImportJob {
  fileName: string;
  header: readonly string[];
  rows: readonly JobRow[];
  progress: JobProgress;
  /** WAITING: somebody stopped it, or a lot got no answer. */
  state: 'RUNNING' | 'WAITING' | 'DONE';
  failure: Failure | null;
}

type JobContent = Pick<ImportJob, 'fileName' | 'header' | 'rows'>;

interface JobProgress {
  /** Rows that have their answer. */
  done: number;
  tally: Readonly<Record<RowStatus, number>>;
  refused: readonly RefusedRow[];
}

interface Schema extends DBSchema {
  job: {
    key: 'content' | 'progress';
    value: JobContent | JobProgress;
  };
}

const LOCK_NAME = 'electroplus-importar';
const NO_PROGRESS: JobProgress = {
  done: 0,
  tally: { CREATED: 0, UPDATED: 0, UNCHANGED: 0, FAILED: 0 },
  refused: [],
};

let job: ImportJob | null = null;
let stop: AbortController | null = null;
const listeners = new Set<() => void>();

const database = () =>
  openDB<Schema>('electroplus-importar', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('job'),
  });

function become(next: ImportJob | null): void {
  job = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The import that is being sent, or waits; null while there is none. */
export function useImportJob(): ImportJob | null {
  return useSyncExternalStore(subscribe, () => job);
}

/** Finds the import that an earlier page left off. */
export async function findJob(): Promise<void> {
  if (job === null) become(await keptJob());
}

async function keptJob(): Promise<ImportJob | null> {
  const kept = await database();
  const content = await kept.get('job', 'content');
  const progress = await kept.get('job', 'progress');
  kept.close();
  if (content === undefined || !('rows' in content)) return null;
  const found = progress !== undefined && 'done' in progress ? progress : NO_PROGRESS;
  return { ...content, progress: found, state: 'WAITING', failure: null };
}

/**
 * Begins to send rows; they are kept first. There is room for one import: that of another page is
 * found instead, since its progress would be taken for that of these rows.
 * @returns whether it was begun
 */
export function startJob(content: JobContent): Promise<boolean> {
  return alone(async () => {
    const other = await keptJob();
    if (other !== null) {
      become(other);
      return false;
    }
    await keepJob(content);
    become({ ...content, progress: NO_PROGRESS, state: 'WAITING', failure: null });
    await sendRest();
    return true;
  });
}

/** Only one page at a time sends. @returns false when another one does */
async function alone(run: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks.request(LOCK_NAME, { ifAvailable: true }, async (lock) => {
    if (lock !== null) return run();
    toast('Otra pestaña ya envía una importación');
    return false;
  });
}

async function keepJob(content: JobContent): Promise<void> {
  const kept = await database();
  const writing = kept.transaction('job', 'readwrite', { durability: 'strict' });
  await writing.store.put(content, 'content');
  await writing.store.put(NO_PROGRESS, 'progress');
  await writing.done;
  kept.close();
}

/** Stops after the lot that is on its way. */
export function stopJob(): void {
  stop?.abort();
}

/** Forgets the import; what it has written stays. */
export async function endJob(): Promise<void> {
  become(null);
  const kept = await database();
  await kept.clear('job');
  kept.close();
}

/** Sends on from the first row without an answer. */
export async function resumeJob(): Promise<void> {
  await alone(async () => {
    // Another page may have sent on, or ended it, since this one has looked.
    become(await keptJob());
    await sendRest();
    return true;
  });
}

async function sendRest(): Promise<void> {
  const asked = new AbortController();
  stop = asked;
  const personId = personOfPage();
  // Rows that one person has begun to send are not sent on as another.
  const isSame = () => personOfPage() === personId;
  const kept = await database();
  while (job !== null && job.progress.done < job.rows.length && isSame()) {
    become({ ...job, state: 'RUNNING', failure: null });
    const { done } = job.progress;
    const lot = job.rows.slice(done, done + LOT_SIZE);
    // A lot that is on its way is waited for: stopping does not cut it off.
    const outcome = await sendLot(lot, { isDryRun: false, signal: new AbortController().signal });
    if (job === null) break;
    if (outcome.kind !== 'JUDGED') {
      become({ ...job, state: 'WAITING', failure: outcome });
      break;
    }
    const progress = afterLot(job.progress, lot, outcome.rows);
    await kept.put('job', progress, 'progress');
    become({ ...job, progress });
    if (asked.signal.aborted) break;
  }
  if (job !== null && job.progress.done >= job.rows.length) {
    await kept.clear('job');
    become({ ...job, state: 'DONE' });
  } else if (job?.state === 'RUNNING') {
    become({ ...job, state: 'WAITING' });
  }
  kept.close();
}

function afterLot(
  { done, tally, refused }: JobProgress,
  lot: readonly JobRow[],
  judged: readonly JudgedRow[],
): JobProgress {
  const next = { ...tally };
  for (const { status } of judged) next[status] += 1;
  const failed = lot.flatMap(({ line, cells }, at) => {
    const row = judged[at];
    return row?.status === 'FAILED' ? [{ line, cells, reasons: row.notes }] : [];
  });
  return { done: done + lot.length, tally: next, refused: [...refused, ...failed] };
}
