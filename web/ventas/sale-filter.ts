// The filters of the sales: what the address holds, and what the gateway is asked.
import { addDays, longDay, shortDay } from '../words/format.ts';

/** The periods other than today, by the name that the address has for them. */
export const PERIODS = [
  { value: 'ayer', label: 'Ayer' },
  { value: 'semana', label: 'Últimos 7 días' },
  { value: 'mes', label: 'Este mes' },
  { value: 'todo', label: 'Todas las fechas' },
  { value: 'otro', label: 'Entre dos días' },
] as const;

/** Days of Lima such as "2026-11-27", both included; null where the period is open. */
export interface Period {
  name: string;
  from: string | null;
  to: string | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function dayIn(address: URLSearchParams, name: string): string | null {
  const value = address.get(name) ?? '';
  return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
}

/** The period that an address names; today unless told otherwise. @param today in Lima */
export function periodOf(address: URLSearchParams, today: string): Period {
  const name = address.get('periodo') ?? 'hoy';
  switch (name) {
    case 'ayer':
      return { name, from: addDays(today, -1), to: addDays(today, -1) };
    case 'semana':
      return { name, from: addDays(today, -6), to: today };
    case 'mes':
      return { name, from: `${today.slice(0, 8)}01`, to: today };
    case 'todo':
      return { name, from: null, to: null };
    case 'otro':
      return { name, from: dayIn(address, 'desde'), to: dayIn(address, 'hasta') };
    default:
      return { name: 'hoy', from: today, to: today };
  }
}

/** A period in words, for the head of the screen. */
export function periodText({ from, to }: Period): string {
  if (from === null) return to === null ? 'Todas las fechas' : `Hasta el ${shortDay(to)}`;
  if (from === to) return longDay(from);
  return to === null ? `Desde el ${shortDay(from)}` : `${shortDay(from)} – ${shortDay(to)}`;
}

const STATUSES = ['COMPLETED', 'CANCELLED'] as const;
const METHODS = ['CASH', 'CARD', 'YAPE', 'PLIN', 'TRANSFER', 'EXCHANGE'] as const;

/** The means of payment that the filter offers. */
export const FILTER_METHODS: readonly string[] = METHODS;

function oneOf<Value extends string>(
  values: readonly Value[],
  given: string | null,
): Value | undefined {
  return values.find((value) => value === given);
}

/** Sales of a page. */
const PAGE_SALES = 50;

/** The question to the gateway that an address stands for. @param today in Lima */
export function saleVariables(address: URLSearchParams, today: string) {
  const { from, to } = periodOf(address, today);
  return {
    search: address.get('q') || undefined,
    sellerId: address.get('vendedor') || undefined,
    tillId: address.get('caja') || undefined,
    paymentMethod: oneOf(METHODS, address.get('medio')),
    status: oneOf(STATUSES, address.get('estado')),
    from: from ?? undefined,
    to: to ?? undefined,
    first: PAGE_SALES,
  };
}

/** The filters beside the search and the period; an address without them shows every sale. */
const NARROWING = ['vendedor', 'caja', 'medio', 'estado'];

/** Whether an address holds sales of its period back. */
export function isNarrowed(address: URLSearchParams): boolean {
  return ['q', ...NARROWING].some((name) => address.has(name));
}

/** The changes of an address that take every filter but the period away. */
export const WITHOUT_FILTERS: Readonly<Record<string, null>> = Object.fromEntries(
  ['q', ...NARROWING].map((name) => [name, null]),
);
