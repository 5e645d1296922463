import { formatSoles } from '../../common/values/money.ts';
import { accountFor, type Fate, unitsWithoutSale } from './account.ts';
import type { ReadBack } from './read-back.ts';
import type { ReplayPlan } from './replay-plan.ts';
import type { ReplayResult } from './replay-result.ts';
import type { ByMethod } from './tender.ts';

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

/** Words for each fate, in the order in which they are told. */
const FATES: readonly (readonly [Fate, string, string])[] = [
  ['sold', 'sold', 'invoices'],
  ['rejected', 'rejected', 'invoices of which a sale was rejected'],
  ['returned', 'returned', 'cancellations, all of whose units came back'],
  ['returnedInPart', 'in part', 'cancellations, some of whose units match no earlier sale'],
  ['withoutSale', 'no sale', 'cancellations that match no earlier sale'],
  ['writtenOff', 'written off', 'write-offs, taken out of stock'],
  ['writtenOffInPart', 'lost in part', 'write-offs with lines that are no loss'],
  ['notInShop', 'not in shop', 'write-offs of products that the file does not sell'],
  ['refused', 'refused', 'cancellations and write-offs that the graph refused'],
  ['withoutPrice', 'zero price', 'invoices, not made'],
  ['negativePrice', 'price below 0', 'invoices, not made'],
  ['inexactPrice', 'finer price', 'invoices with a price of more than two decimals, not made'],
  ['pastLimit', 'past limit', 'invoices after the last one that --limit lets be sold'],
  ['notBegun', 'not begun', 'invoices that the stop has left'],
];

/** The account of a replay: each invoice of the file in exactly one line. */
export function accountReport(plan: ReplayPlan, result: ReplayResult): string {
  const account = accountFor(plan, result);
  const told = sum([...account.values()].map((invoices) => invoices.length));
  const { returnIds, returnedCentimos, unitsBack, unitsLost, refusals } = result;
  const returned = `${count(returnIds.size)} returns with ${count(sum(unitsBack.values()))} units`;
  const examples = [...refusals].slice(0, MAX_EXAMPLES);
  return [
    row('Returns', `${returned} and ${amount(returnedCentimos)} soles`),
    row('Without sale', `${count(unitsWithoutSale(plan, result))} units of cancellations`),
    row('Losses', `${count(sum(unitsLost.values()))} units`),
    row('Accounted for', `${count(told)} of ${count(plan.invoices)} invoices, each once:`),
    ...FATES.flatMap(([fate, label, words]) => {
      const invoices = account.get(fate);
      return invoices ? [row(`- ${label}`, `${count(invoices.length)} ${words}`)] : [];
    }),
    ...examples.map(([invoiceNo, reason]) => row('', `invoice ${invoiceNo}: ${reason}`)),
  ].join('\n');
}

/** The findings of reading back through the graph. */
export function readBackReport({ sales, returned, stock, cash }: ReadBack): string {
  const parts: [string, string, readonly string[]][] = [
    [
      'Read back',
      `${count(sales.count)} sales with a total of ${amount(sales.totalCentimos)}`,
      sales.differences,
    ],
    [
      'Returned',
      `${count(returned.count)} returns of ${count(returned.units)} units with a total of ` +
        amount(returned.totalCentimos),
      returned.differences,
    ],
    [
      'Stock',
      `${count(stock.products)} products with ${count(stock.unitsLeft)} units left`,
      stock.differences,
    ],
    ['Cash', cashFound(cash), cash.differences],
  ];
  return [
    row('Paid', `${byMethod(sales.paidCentimos)}, ${amount(sales.roundedOffCentimos)} rounded off`),
    row('Refunded', byMethod(returned.refundedCentimos)),
    ...parts.flatMap(([label, found, differences]) => [
      row(label, `${found}: ${differences.length === 0 ? 'OK' : 'DIFFERS'}`),
      ...differences.map((sentence) => row('', sentence)),
    ]),
  ].join('\n');
}

function byMethod({ CASH, CARD }: ByMethod): string {
  return `${amount(CASH)} in cash, ${amount(CARD)} by card`;
}

function cashFound(cash: ReadBack['cash']): string {
  const { sessions, openingCentimos, expectedCentimos, salesCentimos, refundsCentimos } = cash;
  const opening = openingCentimos === 0 ? '' : `${amount(openingCentimos)} at the opening, `;
  return (
    `${count(sessions)} sessions expect ${amount(expectedCentimos)} = ` +
    `${opening}${amount(salesCentimos)} of sales − ${amount(refundsCentimos)} of refunds`
  );
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
