import { useState } from 'react';
import type { Counts } from './count.ts';

/** The counts of a drawer, which outlive a page that is closed by mistake. */
export interface Counting {
  counts: Counts;
  set: (denomination: number, typed: string) => void;
  /** Takes what is kept away, once the drawer is closed. */
  forget: () => void;
}

function keyOf(sessionId: string): string {
  return `electroplus.arqueo.${sessionId}`;
}

function keptCounts(sessionId: string): Counts {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(sessionId)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).map(([name, typed]) => [name, String(typed)]));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Keeps what is typed while a drawer is counted, in this tab. */
export function useCounts(sessionId: string): Counting {
  const [counts, setCounts] = useState(() => keptCounts(sessionId));
  return {
    counts,
    set: (denomination, typed) => {
      const next = { ...counts, [denomination]: typed };
      setCounts(next);
      sessionStorage.setItem(keyOf(sessionId), JSON.stringify(next));
    },
    forget: () => sessionStorage.removeItem(keyOf(sessionId)),
  };
}
