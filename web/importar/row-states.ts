import type { RowStatus } from './judge-lot.ts';

/** The words and the marks of what becomes of a row. */
export const ROW_STATES: readonly {
  status: RowStatus;
  one: string;
  many: string;
  badge: string;
  dot: string;
}[] = [
  { status: 'CREATED', one: 'Nuevo', many: 'Nuevos', badge: 'badge--ok', dot: 'dot--ok' },
  { status: 'UPDATED', one: 'Cambia', many: 'Cambian', badge: 'badge--info', dot: 'dot--now' },
  { status: 'UNCHANGED', one: 'Igual', many: 'Iguales', badge: '', dot: '' },
  { status: 'FAILED', one: 'Error', many: 'Con error', badge: 'badge--danger', dot: 'dot--danger' },
];
