// Facts of a sale in the words of the screens.

import { amount } from '../words/format.ts';
import { labelOf, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos } from '../words/money.ts';

/** The part of a sale that tells how it stands; amounts as the gateway writes them. */
interface Standing {
  status: string;
  total: string;
  returnedTotal: string;
}

/** The standing of a sale; only exceptions have a tone. */
export interface StandingWords {
  text: string;
  tone: 'danger' | 'info' | null;
}

/** The standing of a sale, in words. */
export function standingOf({ status, total, returnedTotal }: Standing): StandingWords {
  if (status === 'CANCELLED') return { text: 'Anulada', tone: 'danger' };
  const returned = centimos(returnedTotal);
  if (returned === 0) return { text: 'Completada', tone: null };
  const isWhole = returned === centimos(total);
  return { text: isWhole ? 'Devuelta' : 'Con devolución', tone: 'info' };
}

/** The name that people call a sale by: the code of its document, or its number. */
export function saleName(sale: { number: string; document: { code: string } | null }): string {
  return sale.document?.code ?? sale.number;
}

/** Sales to nobody in particular. */
export const ANYONE = 'Cliente varios';

const EVENTS: Readonly<Record<string, string>> = {
  PAYMENT_RECORDED: 'Pago',
  RETURNED: 'Devolución',
  VOIDED: 'Venta anulada',
  REFUNDED: 'Reembolso pagado',
  DOCUMENT_ISSUED: 'Comprobante',
};

/** Events whose detail belongs to the title; that of the others is what somebody wrote. */
const DETAIL_IN_TITLE = new Set(['PAYMENT_RECORDED', 'REFUNDED', 'DOCUMENT_ISSUED']);

/** A turn in a sale's life, as a line and what stands below it. */
export interface EventWords {
  title: string;
  note: string | null;
}

/** A turn in a sale's life in words: the gateway names means of payment in capitals. */
export function eventWords({ kind, detail }: { kind: string; detail: string | null }): EventWords {
  const title = labelOf(EVENTS, kind);
  if (detail === null) return { title, note: null };
  if (!DETAIL_IN_TITLE.has(kind)) return { title, note: `«${detail}»` };
  return { title: `${title} ${readableMoney(detail)}`, note: null };
}

/** "CASH 33.30" as "Efectivo S/ 33.30". */
function readableMoney(detail: string): string {
  const [, method, sum] = /^([A-Z_]+) (-?\d+\.\d{2})$/.exec(detail) ?? [];
  if (method === undefined || sum === undefined) return detail;
  return `${labelOf(PAYMENT_METHODS, method)} S/ ${amount(centimos(sum))}`;
}
