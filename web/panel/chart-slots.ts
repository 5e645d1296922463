// The columns of the chart: an hour or a day each, now and in the period before.
import { addDays, shortDay } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { type Period, shiftOf } from './period.ts';

/** A row of the report, by hour ("2026-11-27T15") or by day ("2026-11-27"). */
export interface TimeRow {
  key: string;
  total: string;
  salesCount: number;
  units: number;
}

/** A column of the chart; amounts in céntimos. */
export interface Slot {
  key: string;
  /** Under the column: "15", "27". */
  label: string;
  /** For the table: "15 a 16 h", "27/11/2026". */
  title: string;
  now: number;
  before: number;
  /** OPEN: it is not over yet. AHEAD: it has not begun. */
  state: 'OVER' | 'OPEN' | 'AHEAD';
}

/** Hours that the chart shows at least. */
const OPENING_HOUR = 9;
const CLOSING_HOUR = 20;

/** The moment that parts what is over from what is ahead, as keys of the report. */
export interface NowKeys {
  hour: string;
  day: string;
}

/** The hours of one day. */
export function hourSlots(
  day: string,
  now: readonly TimeRow[],
  before: readonly TimeRow[],
  open: NowKeys,
): Slot[] {
  const nowByHour = amountsBy(now, hourOf);
  const beforeByHour = amountsBy(before, hourOf);
  const hours = [...nowByHour.keys(), ...beforeByHour.keys()].map(Number);
  const first = Math.min(OPENING_HOUR, ...hours);
  const last = Math.max(CLOSING_HOUR, ...hours);
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const hour = first + at;
    const text = String(hour).padStart(2, '0');
    const key = `${day}T${text}`;
    return {
      key,
      label: String(hour),
      title: `${hour} a ${hour + 1} h`,
      now: nowByHour.get(text) ?? 0,
      before: beforeByHour.get(text) ?? 0,
      state: stateOf(key, open.hour),
    };
  });
}

/** The days of a period. */
export function daySlots(
  period: Period,
  now: readonly TimeRow[],
  before: readonly TimeRow[],
  open: NowKeys,
): Slot[] {
  const nowByDay = amountsBy(now, ({ key }) => key);
  const beforeByDay = amountsBy(before, ({ key }) => key);
  const slots: Slot[] = [];
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) {
    slots.push({
      key: day,
      label: String(Number(day.slice(8))),
      title: shortDay(day),
      now: nowByDay.get(day) ?? 0,
      before: beforeByDay.get(addDays(day, -shiftOf(period))) ?? 0,
      state: stateOf(day, open.day),
    });
  }
  return slots;
}

function hourOf({ key }: TimeRow): string {
  return key.slice(11, 13);
}

function amountsBy(rows: readonly TimeRow[], keyOf: (row: TimeRow) => string): Map<string, number> {
  return new Map(rows.map((row) => [keyOf(row), centimos(row.total)]));
}

function stateOf(key: string, open: string): Slot['state'] {
  if (key === open) return 'OPEN';
  return key < open ? 'OVER' : 'AHEAD';
}

/** Sums of what can be compared, in céntimos and counts. */
export interface Sums {
  total: number;
  salesCount: number;
  units: number;
}

/** The sums of the rows whose column is over: an hour that runs is not compared with a full one. */
export function sumsOf(rows: readonly TimeRow[], isCompared: (key: string) => boolean): Sums {
  const sums = { total: 0, salesCount: 0, units: 0 };
  for (const { key, total, salesCount, units } of rows) {
    if (!isCompared(key)) continue;
    sums.total += centimos(total);
    sums.salesCount += salesCount;
    sums.units += units;
  }
  return sums;
}

/** The change from before to now in percent, with one decimal; null when before was nothing. */
export function changeOf(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10;
}
