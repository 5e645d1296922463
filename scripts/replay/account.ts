import type { PlannedInvoice, ReplayPlan, UnsellableReason } from './replay-plan.ts';
import type { ReplayResult } from './replay-result.ts';

/** The end of an invoice of the file; each has exactly one. */
export type Fate =
  | 'sold'
  | 'rejected'
  | 'returned'
  | 'returnedInPart'
  | 'withoutSale'
  | 'writtenOff'
  | 'writtenOffInPart'
  | 'notInShop'
  | 'refused'
  | UnsellableReason
  | 'pastLimit'
  | 'notBegun';

/** Numbers of invoices by their fate; only fates that an invoice has. */
export type Account = ReadonlyMap<Fate, readonly string[]>;

/** Accounts for every invoice of the file, each once. */
export function accountFor({ planned }: ReplayPlan, result: ReplayResult): Account {
  const byFate = Map.groupBy(planned, (one) => fateOf(one, result));
  return new Map([...byFate].map(([fate, own]) => [fate, own.map(({ invoiceNo }) => invoiceNo)]));
}

function fateOf(planned: PlannedInvoice, result: ReplayResult): Fate {
  const { invoiceNo } = planned;
  switch (planned.kind) {
    case 'sale':
      if (result.rejectedInvoices.has(invoiceNo)) return 'rejected';
      return result.soldInvoices.has(invoiceNo) ? 'sold' : 'notBegun';
    case 'cancellation':
      if (result.refusals.has(invoiceNo)) return 'refused';
      return FATES_BACK[shareOf(planned.units, result.unitsBack.get(invoiceNo))];
    case 'writeOff':
      if (result.refusals.has(invoiceNo)) return 'refused';
      return FATES_LOST[shareOf(planned.units, result.unitsLost.get(invoiceNo))];
    case 'unsellable':
      return planned.reason;
    case 'pastLimit':
      return 'pastLimit';
  }
}

/** The share of an invoice's units that was carried out. */
type Share = 'all' | 'some' | 'none' | 'notBegun';

const FATES_BACK: Readonly<Record<Share, Fate>> = {
  all: 'returned',
  some: 'returnedInPart',
  none: 'withoutSale',
  notBegun: 'notBegun',
};
const FATES_LOST: Readonly<Record<Share, Fate>> = {
  all: 'writtenOff',
  some: 'writtenOffInPart',
  none: 'notInShop',
  notBegun: 'notBegun',
};

/** @param done undefined when its turn did not come */
function shareOf(units: number, done: number | undefined): Share {
  if (done === undefined) return 'notBegun';
  if (done === 0) return 'none';
  return done === units ? 'all' : 'some';
}

/** Units of the cancellations that were carried out that match no sale that was made. */
export function unitsWithoutSale({ planned }: ReplayPlan, result: ReplayResult): number {
  return planned
    .flatMap((one) => (one.kind === 'cancellation' ? one : []))
    .filter(({ invoiceNo }) => !result.refusals.has(invoiceNo))
    .reduce((sum, { invoiceNo, units }) => {
      const back = result.unitsBack.get(invoiceNo);
      return back === undefined ? sum : sum + units - back;
    }, 0);
}
