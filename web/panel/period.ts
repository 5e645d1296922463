// The days that the panel shows, and the ones that they are compared with.
import { addDays, longDay, shortDay } from '../words/format.ts';

/** Days from the first to the last one, such as "2026-11-27". */
export interface Period {
  from: string;
  to: string;
}

/** The gateway reports this many days at most. */
export const MOST_DAYS = 31;
const WEEK = 7;

/** A choice of the head of the panel. */
export type PeriodName = 'hoy' | 'ayer' | 'semana' | 'mes';

export const PERIOD_TITLES: Readonly<Record<PeriodName, string>> = {
  hoy: 'Hoy',
  ayer: 'Ayer',
  semana: '7 días',
  mes: 'Mes',
};

/** The days of a choice. */
export function periodOf(name: PeriodName, today: string): Period {
  switch (name) {
    case 'hoy':
      return { from: today, to: today };
    case 'ayer':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'semana':
      return { from: addDays(today, 1 - WEEK), to: today };
    case 'mes':
      return { from: `${today.slice(0, 8)}01`, to: today };
  }
}

/** The number of days of a period. */
function lengthOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/**
 * The days before a period with the same days of the week: a Friday is compared with a Friday.
 */
export function periodBefore(period: Period): Period {
  const shift = -shiftOf(period);
  return { from: addDays(period.from, shift), to: addDays(period.to, shift) };
}

/** Days between a period and the one that it is compared with: whole weeks. */
export function shiftOf(period: Period): number {
  return Math.ceil(lengthOf(period) / WEEK) * WEEK;
}

/** Says why days that somebody chose cannot be shown, or null. */
export function periodError({ from, to }: Period, today: string): string | null {
  if (from === '' || to === '') return 'Elija los dos días.';
  if (to < from) return 'El último día va después del primero.';
  if (to > today) return 'El último día es hoy o antes.';
  return lengthOf({ from, to }) > MOST_DAYS ? `Son ${MOST_DAYS} días como máximo.` : null;
}

/** A period in words: "Hoy, viernes 27". */
export function periodText({ from, to }: Period, today: string): string {
  if (from !== to) return `${shortDay(from)} a ${shortDay(to)}`;
  return from === today ? `Hoy, ${weekdayOf(from)} ${Number(from.slice(8))}` : longDay(from);
}

function weekdayOf(day: string): string {
  return longDay(day).toLowerCase().split(',')[0] ?? '';
}

/** The period before in words: "al vie. 20", "del 14/11/2026 al 20/11/2026". */
export function beforeText(period: Period): string {
  const before = periodBefore(period);
  if (period.from !== period.to) return `del ${shortDay(before.from)} al ${shortDay(before.to)}`;
  return `al ${weekdayOf(before.from).slice(0, 3)}. ${Number(before.from.slice(8))}`;
}
