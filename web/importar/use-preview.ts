import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../gateway/post.ts';
import { LOT_SIZE, sendLot } from './import-lot.ts';
import type { ImportRow } from './import-rows.ts';
import type { JudgedRow } from './judge-lot.ts';

/** The rows of a file as the gateway judges them before anything is written. */
export interface Preview {
  /** An entry per row; null while a row waits for its judgement. */
  judged: readonly (JudgedRow | null)[];
  isDone: boolean;
  failure: Failure | null;
  retry: () => void;
}

/** Has the rows judged lot by lot; another file or other columns begin anew. */
export function usePreview(rows: readonly ImportRow[]): Preview {
  const [judged, setJudged] = useState<readonly (JudgedRow | null)[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  const begun = useRef<readonly ImportRow[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try goes on where one ended.
  useEffect(() => {
    const stop = new AbortController();
    const known = begun.current === rows ? judged : rows.map(ownJudgement);
    begun.current = rows;
    setFailure(null);
    setJudged(known);
    void judgeAll(rows, known, { signal: stop.signal, onJudged: setJudged, onFailure: setFailure });
    return () => stop.abort();
  }, [rows, tries]);
  return {
    judged: judged.length === rows.length ? judged : rows.map(ownJudgement),
    isDone: judged.length === rows.length && judged.every((row) => row !== null),
    failure,
    retry: () => setTries(tries + 1),
  };
}

/** A row that the browser refuses needs no answer of the gateway. */
function ownJudgement({ reasons }: ImportRow): JudgedRow | null {
  return reasons.length > 0 ? { status: 'FAILED', notes: reasons } : null;
}

interface Ears {
  signal: AbortSignal;
  onJudged: (judged: readonly (JudgedRow | null)[]) => void;
  onFailure: (failure: Failure) => void;
}

async function judgeAll(
  rows: readonly ImportRow[],
  known: readonly (JudgedRow | null)[],
  { signal, onJudged, onFailure }: Ears,
): Promise<void> {
  const judged = [...known];
  const waiting = rows.flatMap((row, at) => (judged[at] === null ? [{ row, at }] : []));
  for (let from = 0; from < waiting.length; from += LOT_SIZE) {
    const lot = waiting.slice(from, from + LOT_SIZE);
    const outcome = await sendLot(
      lot.map(({ row }) => row),
      { isDryRun: true, signal },
    );
    if (signal.aborted) return;
    if (outcome.kind !== 'JUDGED') {
      onFailure(outcome);
      return;
    }
    for (const [place, { at }] of lot.entries()) judged[at] = outcome.rows[place] ?? null;
    onJudged([...judged]);
  }
}
