// Reports as they must be, reckoned up from all that the graph tells of each sale.
import type { Counter } from '../../support/counter.ts';
import { centimosOf, solesOf } from './report-story.ts';

export interface ReportRow {
  key: string;
  salesCount: number;
  units: number;
  gross: string;
  discount: string;
  base: string;
  tax: string;
  total: string;
  returned: string;
  net: string;
}

export type Group = 'HOUR' | 'DAY' | 'SELLER' | 'PRODUCT' | 'PAYMENT_METHOD';

/** The sales that a report is asked for. */
export interface Asked {
  groupBy: Group;
  from: string;
  to: string;
  sellerId?: string;
}

export interface ReadSale {
  id: string;
  createdAt: string;
  seller: { id: string };
  items: {
    lineNumber: number;
    productId: string;
    quantity: number;
    unitPrice: string;
    discount: string;
    base: string;
    tax: string;
    total: string;
  }[];
  payments: { method: string; amount: string }[];
  returns: {
    createdAt: string;
    items: { lineNumber: number; total: string }[];
    refunds: { method: string; amount: string }[];
  }[];
}

const READ = `query Read($id: ID!) { venta(id: $id) {
  id createdAt seller { id }
  items { lineNumber productId quantity unitPrice discount base tax total }
  payments { method amount }
  returns { createdAt items { lineNumber total } refunds { method amount } } } }`;

export async function readSale(counter: Counter, id: string): Promise<ReadSale> {
  return (await counter.ask<{ venta: ReadSale }>(READ, { id })).venta;
}

/** Amounts in céntimos. */
interface Sums {
  sales: Set<string>;
  units: number;
  gross: number;
  discount: number;
  base: number;
  tax: number;
  total: number;
  returned: number;
}

const inLima = (instant: string) =>
  new Date(Date.parse(instant) - 5 * 3_600_000).toISOString().slice(0, 13);

/** A report of sales as it should be. */
export function reckonUp(sales: readonly ReadSale[], asked: Asked) {
  const sumsByKey = new Map<string, Sums>();
  const whole = nothing();
  const add = (key: string, change: (sums: Sums) => void) => {
    const sums = sumsByKey.get(key) ?? nothing();
    sumsByKey.set(key, sums);
    for (const one of [sums, whole]) change(one);
  };
  const isAsked = (instant: string) => {
    const day = inLima(instant).slice(0, 10);
    return day >= asked.from && day <= asked.to;
  };
  for (const sale of sales) {
    if (asked.sellerId !== undefined && asked.sellerId !== sale.seller.id) continue;
    if (isAsked(sale.createdAt)) addSold(sale, asked.groupBy, add);
    for (const back of sale.returns) {
      if (isAsked(back.createdAt)) addReturned(sale, back, asked.groupBy, add);
    }
  }
  const rows = [...sumsByKey].map(([key, sums]) => rowOf(key, sums));
  return { rows: rows.toSorted(orderOf(asked.groupBy)), totals: rowOf('TOTAL', whole) };
}

type Add = (key: string, change: (sums: Sums) => void) => void;

function addSold(sale: ReadSale, group: Group, add: Add): void {
  if (group === 'PAYMENT_METHOD') {
    for (const { method, amount } of sale.payments) {
      add(method, (sums) => {
        sums.total += centimosOf(amount);
      });
    }
    return;
  }
  for (const item of sale.items) {
    add(keyOf(group, sale, sale.createdAt, item.productId), (sums) => {
      sums.sales.add(sale.id);
      sums.units += item.quantity;
      sums.gross += item.quantity * centimosOf(item.unitPrice);
      sums.discount += centimosOf(item.discount);
      sums.base += centimosOf(item.base);
      sums.tax += centimosOf(item.tax);
      sums.total += centimosOf(item.total);
    });
  }
}

function addReturned(
  sale: ReadSale,
  back: ReadSale['returns'][number],
  group: Group,
  add: Add,
): void {
  if (group === 'PAYMENT_METHOD') {
    for (const { method, amount } of back.refunds) {
      add(method, (sums) => {
        sums.returned += centimosOf(amount);
      });
    }
    return;
  }
  for (const { lineNumber, total } of back.items) {
    const item = sale.items.find((one) => one.lineNumber === lineNumber);
    add(keyOf(group, sale, back.createdAt, item!.productId), (sums) => {
      sums.returned += centimosOf(total);
    });
  }
}

function keyOf(group: Group, sale: ReadSale, instant: string, productId: string): string {
  if (group === 'HOUR') return inLima(instant);
  if (group === 'DAY') return inLima(instant).slice(0, 10);
  return group === 'SELLER' ? sale.seller.id : productId;
}

function nothing(): Sums {
  const amounts = { gross: 0, discount: 0, base: 0, tax: 0, total: 0, returned: 0 };
  return { sales: new Set(), units: 0, ...amounts };
}

function rowOf(key: string, sums: Sums): ReportRow {
  return {
    key,
    salesCount: sums.sales.size,
    units: sums.units,
    gross: solesOf(sums.gross),
    discount: solesOf(sums.discount),
    base: solesOf(sums.base),
    tax: solesOf(sums.tax),
    total: solesOf(sums.total),
    returned: solesOf(sums.returned),
    net: solesOf(sums.total - sums.returned),
  };
}

function orderOf(group: Group): (a: ReportRow, b: ReportRow) => number {
  const byText = (a: ReportRow, b: ReportRow) => (a.key < b.key ? -1 : 1);
  if (group === 'HOUR' || group === 'DAY') return byText;
  const byKey =
    group === 'PAYMENT_METHOD'
      ? byText
      : (a: ReportRow, b: ReportRow) => Number(a.key) - Number(b.key);
  return (a, b) => centimosOf(b.net) - centimosOf(a.net) || byKey(a, b);
}
