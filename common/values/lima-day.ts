/** Peru keeps UTC−5 all year (no daylight saving time since 1994). */
export const LIMA_HOURS_BEHIND_UTC = 5;
const OFFSET = `-0${LIMA_HOURS_BEHIND_UTC}:00`;
const OFFSET_MS = LIMA_HOURS_BEHIND_UTC * 3_600_000;
const DAY_MS = 86_400_000;
/** The last moment that a DATETIME holds. */
const LAST_MOMENT = new Date('9999-12-31T23:59:59.999Z');

/** The day in America/Lima of an instant, as `2026-03-01`. */
export function limaDayOf(instant: Date): string {
  return new Date(instant.getTime() - OFFSET_MS).toISOString().slice(0, 10);
}

/** The first moment of a day in America/Lima. */
export function startOfLimaDay(day: string): Date {
  return new Date(`${day}T00:00:00${OFFSET}`);
}

/** The last millisecond of a day in America/Lima: a DATETIME(3) knows nothing in between. */
export function endOfLimaDay(day: string): Date {
  const end = startOfLimaDay(day).getTime() + DAY_MS - 1;
  return new Date(Math.min(end, LAST_MOMENT.getTime()));
}

/** The number of days from one day to another, both included; 0 or less when they are reversed. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}
