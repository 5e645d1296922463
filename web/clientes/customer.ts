import type { ClientesListaData } from '../generated/operations.ts';
import { DOC_TYPES, labelOf } from '../words/labels.ts';

/** A customer as the screens keep one. */
export type Customer = NonNullable<ClientesListaData['clientes']>['nodes'][number];

/** The kinds whose name is too long for a line. */
const SHORT_TYPES: Readonly<Record<string, string>> = { CE: 'CE' };

/** "RUC 20000000001"; "Sin documento" where there is none. */
export function documentText({
  docType,
  docNumber,
}: Pick<Customer, 'docType' | 'docNumber'>): string {
  const type = SHORT_TYPES[docType] ?? labelOf(DOC_TYPES, docType);
  return [type, docNumber].filter((part) => part !== null).join(' ');
}
