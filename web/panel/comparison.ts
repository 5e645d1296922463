// The parts of the two periods that can be compared at this moment.
import { addDays } from '../words/format.ts';
import { type NowKeys, type Sums, sumsOf, type TimeRow } from './chart-slots.ts';
import { type Period, shiftOf } from './period.ts';

const LIMA_OFFSET_MS = 5 * 3_600_000;

/** The keys of the hour and of the day that run now. */
export function nowKeys(nowMs: number): NowKeys {
  // Peru has had no other offset since 1994.
  const text = new Date(nowMs - LIMA_OFFSET_MS).toISOString();
  return { hour: text.slice(0, 13), day: text.slice(0, 10) };
}

/** The sums of both periods over the hours or the days that are over in the later one. */
export function comparableSums(
  period: Period,
  now: readonly TimeRow[],
  before: readonly TimeRow[],
  open: NowKeys,
): { now: Sums; before: Sums } {
  const shift = shiftOf(period);
  const isByHour = period.from === period.to;
  const isOver = (key: string) => key < (isByHour ? open.hour : open.day);
  return {
    now: sumsOf(now, isOver),
    before: sumsOf(before, (key) => isOver(addDays(key.slice(0, 10), shift) + key.slice(10))),
  };
}
