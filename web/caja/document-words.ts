import { DOC_TYPES, labelOf } from '../words/labels.ts';
import type { CartCustomer } from './cart.ts';

/** "DNI 40000001", or that there is none. */
export function documentWords({
  docType,
  docNumber,
}: Pick<CartCustomer, 'docType' | 'docNumber'>): string {
  return docNumber === null ? 'Sin documento' : `${labelOf(DOC_TYPES, docType)} ${docNumber}`;
}
