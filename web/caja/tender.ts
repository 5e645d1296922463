/** The payment of a sale at the counter, in whole céntimos: amount due, rest and change. */

/** The means that the till takes; a swap is the back office's. */
export const TENDER_METHODS = ['CASH', 'CARD', 'YAPE', 'PLIN', 'TRANSFER'] as const;
export type TenderMethod = (typeof TENDER_METHODS)[number];

/** One means that pays a part of the sale. */
export interface Tender {
  method: TenderMethod;
  /** The part of the sale that it pays, never what was handed over. */
  amountCentimos: number;
  /** The cash that was handed over; null for other means. */
  tenderedCentimos: number | null;
  /** The number of the operation, in capitals; null for cash. */
  reference: string | null;
}

/** The means that is being entered. */
export interface TenderDraft {
  method: TenderMethod;
  /** As typed: cash handed over, or what the means pays; null for exactly what is left. */
  centimos: number | null;
  /** As typed. */
  reference: string;
}

/** The reason why a draft does not pay. */
export type TenderProblem =
  /** The amount is 0 or less, or nothing is left to pay. */
  | 'NO_AMOUNT'
  /** Cash that coins cannot make. */
  | 'NO_SUCH_COINS'
  /** The rest cannot be paid in cash: another means pays the odd céntimos. */
  | 'ODD_REST'
  /** More than is left, by a means that gives no change. */
  | 'TOO_MUCH'
  | 'NEEDS_REFERENCE'
  | 'BAD_REFERENCE'
  | 'TOO_MANY_TENDERS';

/** The account of a payment, the draft included. Amounts in céntimos. */
export interface Settlement {
  /** To be paid in all, after rounding. */
  dueCentimos: number;
  /** 0 or less: an all-cash total goes down to the smallest coin. */
  roundingCentimos: number;
  /** Left to pay before the draft. */
  restCentimos: number;
  /** Left to pay after the draft; 0 when it completes the payment. */
  missingCentimos: number;
  changeCentimos: number;
  /** The draft as a payment; null when there is a problem. */
  tender: Tender | null;
  problem: TenderProblem | null;
}

/** The smallest coin in use: 0.10. */
export const COIN_CENTIMOS = 10;
/** The most payments of one sale. */
const MAX_TENDERS = 10;
const MAX_AMOUNT_CENTIMOS = 1_000_000_000_000;
const REFERENCE = /^[A-Z0-9-]{4,20}$/;

/** The form in which the number of an operation is kept. */
function readReference(given: string): string {
  return given.trim().toUpperCase();
}

/** The account after the payments so far and the one that is being entered. */
export function settle(
  totalCentimos: number,
  tenders: readonly Tender[],
  draft: TenderDraft,
): Settlement {
  const isAllCash = [...tenders, draft].every(({ method }) => method === 'CASH');
  const dueCentimos = isAllCash ? totalCentimos - (totalCentimos % COIN_CENTIMOS) : totalCentimos;
  const paid = tenders.reduce((sum, tender) => sum + tender.amountCentimos, 0);
  const restCentimos = dueCentimos - paid;
  const account = {
    dueCentimos,
    // `0 -` and no sign: a rounding of nothing is 0 and not −0.
    roundingCentimos: 0 - (totalCentimos - dueCentimos),
    restCentimos,
  };
  const problem = draftProblem(draft, restCentimos, tenders.length);
  if (problem !== null) {
    return { ...account, missingCentimos: restCentimos, changeCentimos: 0, tender: null, problem };
  }
  const given = draft.centimos ?? restCentimos;
  const amountCentimos = Math.min(given, restCentimos);
  const isCash = draft.method === 'CASH';
  const paying: Tender = {
    method: draft.method,
    amountCentimos,
    tenderedCentimos: isCash ? given : null,
    reference: isCash ? null : readReference(draft.reference),
  };
  const missingCentimos = restCentimos - amountCentimos;
  return {
    ...account,
    missingCentimos,
    changeCentimos: given - amountCentimos,
    tender: paying,
    problem,
  };
}

function draftProblem(
  { method, centimos, reference }: TenderDraft,
  restCentimos: number,
  tenderCount: number,
): TenderProblem | null {
  const given = centimos ?? restCentimos;
  if (restCentimos <= 0 || given <= 0 || given > MAX_AMOUNT_CENTIMOS) return 'NO_AMOUNT';
  if (tenderCount >= MAX_TENDERS) return 'TOO_MANY_TENDERS';
  if (method === 'CASH') return cashProblem(given, restCentimos);
  if (given > restCentimos) return 'TOO_MUCH';
  const number = readReference(reference);
  if (number === '') return 'NEEDS_REFERENCE';
  return REFERENCE.test(number) ? null : 'BAD_REFERENCE';
}

function cashProblem(given: number, restCentimos: number): TenderProblem | null {
  // Coins pay a part of an odd rest, but never the last of it.
  if (given >= restCentimos && restCentimos % COIN_CENTIMOS !== 0) return 'ODD_REST';
  return given % COIN_CENTIMOS === 0 ? null : 'NO_SUCH_COINS';
}

/** Notes of Peru, in céntimos. */
const NOTES_CENTIMOS = [1_000, 2_000, 5_000, 10_000, 20_000];

/** Amounts that people hand over for a sum: the next ones that notes make, the least first. */
export function noteChoices(centimos: number): number[] {
  const next = NOTES_CENTIMOS.map((note) => (Math.floor(centimos / note) + 1) * note);
  return [...new Set(next)].sort((a, b) => a - b).slice(0, 4);
}
