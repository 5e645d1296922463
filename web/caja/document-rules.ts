/** The documents that a sale may have, judged before anything is sent. */
import type { CartCustomer, CartDocument } from './cart.ts';

/** Above so much a boleta names its buyer, in céntimos: S/ 700.00. */
const MAX_ANONYMOUS_CENTIMOS = 70_000;

/** The reason why a document is not written. */
export type DocumentProblem = 'NEEDS_RUC' | 'NEEDS_CUSTOMER' | 'NOTHING_TO_DOCUMENT';

/** Judges the document of a cart; null when it is good, or none is asked for. */
export function documentProblemOf(
  document: CartDocument,
  customer: Pick<CartCustomer, 'docType'> | null,
  totalCentimos: number,
): DocumentProblem | null {
  if (document === null) return null;
  if (document === 'FACTURA' && customer?.docType !== 'RUC') return 'NEEDS_RUC';
  if (totalCentimos === 0) return 'NOTHING_TO_DOCUMENT';
  const isIdentified = customer !== null && customer.docType !== 'NONE';
  if (document === 'FACTURA' || isIdentified) return null;
  return totalCentimos > MAX_ANONYMOUS_CENTIMOS ? 'NEEDS_CUSTOMER' : null;
}

/** The words of the till for each. */
export const DOCUMENT_PROBLEMS: Readonly<Record<DocumentProblem, string>> = {
  NEEDS_RUC: 'La factura lleva un cliente con RUC.',
  NEEDS_CUSTOMER: 'Una boleta de más de S/ 700.00 lleva el documento del cliente.',
  NOTHING_TO_DOCUMENT: 'Una venta de 0.00 no lleva comprobante.',
};
