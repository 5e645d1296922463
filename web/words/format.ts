// Figures and days as Peru writes them: 1,234.50, 27/11/2026, 18:05.
import { centimos } from './money.ts';

const LOCALE = 'es-PE';
const ZONE = 'America/Lima';
const MINUS = '−';
const LIMA_OFFSET = '-05:00';
const DAY_MS = 86_400_000;

const AMOUNT = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const COUNT = new Intl.NumberFormat('en-US');
const DAY = new Intl.DateTimeFormat(LOCALE, {
  timeZone: ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const LONG_DAY = new Intl.DateTimeFormat(LOCALE, {
  timeZone: ZONE,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const TIME = new Intl.DateTimeFormat(LOCALE, {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const ISO_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

/** Céntimos as "1,234.50", without a currency. */
export function amount(inCentimos: number): string {
  const text = AMOUNT.format(Math.abs(inCentimos) / 100);
  return inCentimos < 0 ? `${MINUS}${text}` : text;
}

/** An amount of the gateway, such as "1234.50", as "1,234.50". */
export function money(text: string): string {
  return amount(centimos(text));
}

/** An amount that stands alone: "S/ 1,234.50". */
export function soles(text: string): string {
  return `S/ ${money(text)}`;
}

/** A count with its thousands parted. */
export function count(units: number): string {
  return units < 0 ? `${MINUS}${COUNT.format(-units)}` : COUNT.format(units);
}

/** A count and its noun: "1 venta", "2 ventas". */
export function counted(units: number, one: string, many: string): string {
  return `${count(units)} ${units === 1 ? one : many}`;
}

/** The gateway counts a list up to this. */
const COUNT_LIMIT = 10_000;

/** The length of a list of the gateway and its noun: "2 ventas", "10,000 ventas o más". */
export function countedList(total: number, one: string, many: string): string {
  const text = counted(Math.min(total, COUNT_LIMIT), one, many);
  return total >= COUNT_LIMIT ? `${text} o más` : text;
}

/** The day of an instant in Lima: "27/11/2026". */
export function day(instant: string | number): string {
  return DAY.format(new Date(instant));
}

/** The time of an instant in Lima: "18:05". */
export function time(instant: string | number): string {
  return TIME.format(new Date(instant));
}

/** Day and time of an instant in Lima. */
export function dayAndTime(instant: string | number): string {
  return `${day(instant)} ${time(instant)}`;
}

/** The time alone for what is of today, the day and the time for all else. */
export function moment(instant: string | number): string {
  return isoDay(instant) === today() ? time(instant) : dayAndTime(instant);
}

/** The day of an instant in Lima, as the gateway reads it: "2026-11-27". */
export function isoDay(instant: string | number): string {
  return ISO_DAY.format(new Date(instant));
}

/** The day of today in Lima, as the gateway reads it. */
export function today(): string {
  return isoDay(Date.now());
}

/** The day that many days later, as the gateway reads it. @param of such as "2026-11-27" */
export function addDays(of: string, days: number): string {
  return isoDay(Date.parse(`${of}T12:00:00${LIMA_OFFSET}`) + days * DAY_MS);
}

/** The first instant of a day in Lima, as the gateway reads it. */
export function startOfDay(of: string): string {
  return new Date(`${of}T00:00:00${LIMA_OFFSET}`).toISOString();
}

/** The last instant of a day in Lima, as the gateway reads it. */
export function endOfDay(of: string): string {
  return new Date(`${of}T23:59:59.999${LIMA_OFFSET}`).toISOString();
}

/** A day such as "2026-11-27" as "27/11/2026". */
export function shortDay(of: string): string {
  return of.split('-').reverse().join('/');
}

/** A day such as "2026-11-27" as "Viernes, 27 de noviembre". */
export function longDay(of: string): string {
  const text = LONG_DAY.format(new Date(`${of}T12:00:00${LIMA_OFFSET}`));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first letters of the first two words of a name: "RQ". */
export function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
