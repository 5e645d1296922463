import { formatSoles } from '../../common/values/money.ts';
import type { ReadBack } from './read-back.ts';
import type { ReplayPlan } from './replay-plan.ts';
import type { ReplayResult } from './replay-result.ts';

const MAX_EXAMPLES = 20;

/** The result of a replay, for people. */
export function replayReport(plan: ReplayPlan, result: ReplayResult): string {
  const rejectedSales = sum(result.rejectedSalesByCode.values());
  const seconds = result.sellingMs / 1_000;
  const sales = result.saleIds.size;
  const rate = seconds > 0 ? (sales / seconds).toFixed(1) : '0.0';
  return [
    row('File', `${count(plan.invoices)} invoices, ${count(plan.lines)} lines`),
    row(
      'Products',
      `${count(plan.catalog.size)} sold (${count(result.productsCreated)} new), ` +
        `${count(plan.unsoldCodes)} codes never sold and not imported`,
    ),
    row('Customers', `${count(plan.customerNos.length)} (${count(result.customersCreated)} new)`),
    row('Invoices sold', count(result.soldInvoices.size)),
    row('Sales', `${count(sales)} (${count(result.replayedSales)} already made)`),
    row('Lines', count(result.soldLines)),
    row('Total', `${amount(result.soldCentimos)} soles`),
    row(
      'Rejected',
      `${count(result.rejectedInvoices.size)} invoices, ${count(rejectedSales)} sales` +
        [...result.rejectedSalesByCode].map(([code, n]) => `, ${code} ${count(n)}`).join(''),
    ),
    ...rejectionExamples(result),
    row('Not sellable', notSellable(plan)),
    row('Duration', `${seconds.toFixed(1)} s of selling, ${rate} sales/s`),
  ].join('\n');
}

/** The usual reasons always, the others where there are some. */
function notSellable({ notSellable: reasons }: ReplayPlan): string {
  const { cancellation, writeOff, withoutPrice, negativePrice, inexactPrice } = reasons;
  return [
    `${count(sum(Object.values(reasons)))} invoices: ${count(cancellation)} cancellations`,
    `${count(writeOff)} write-offs`,
    `${count(withoutPrice)} with a zero price`,
    ...(negativePrice > 0 ? [`${count(negativePrice)} with a negative price`] : []),
    ...(inexactPrice > 0 ? [`${count(inexactPrice)} with a price of more than two decimals`] : []),
  ].join(', ');
}

/** The findings of reading back through the graph. */
export function readBackReport({ sales, totalCentimos, differences }: ReadBack): string {
  const verdict = differences.length === 0 ? 'OK' : 'DIFFERS';
  const found = `${count(sales)} sales with a total of ${amount(totalCentimos)}: ${verdict}`;
  return [row('Read back', found), ...differences.map((sentence) => row('', sentence))].join('\n');
}

function rejectionExamples({ refusedProducts, rejectedInvoices }: ReplayResult): string[] {
  const invoices = [...rejectedInvoices].slice(0, MAX_EXAMPLES);
  return [
    ...refusedProducts.slice(0, MAX_EXAMPLES).map((refusal) => row('', `product ${refusal}`)),
    ...(invoices.length > 0 ? [row('', `invoices ${invoices.join(', ')}`)] : []),
  ];
}

function row(label: string, text: string): string {
  return `${label.padEnd(14)} ${text}`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** 76990574 → "769,905.74", without a detour through floats. */
function amount(centimos: number): string {
  const [whole = '', fraction = ''] = formatSoles(centimos).split('.');
  return `${BigInt(whole).toLocaleString('en-US')}.${fraction}`;
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
