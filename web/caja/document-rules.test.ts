import { expect, test } from '@jest/globals';
import { documentProblemOf } from './document-rules.ts';

const DNI = { docType: 'DNI' } as const;
const RUC = { docType: 'RUC' } as const;
const NAMELESS = { docType: 'NONE' } as const;

test.each([
  [null, null, 100_000, null],
  ['BOLETA', null, 70_000, null],
  ['BOLETA', null, 70_001, 'NEEDS_CUSTOMER'],
  ['BOLETA', NAMELESS, 70_001, 'NEEDS_CUSTOMER'],
  ['BOLETA', DNI, 70_001, null],
  ['BOLETA', DNI, 0, 'NOTHING_TO_DOCUMENT'],
  ['FACTURA', null, 100, 'NEEDS_RUC'],
  ['FACTURA', DNI, 100, 'NEEDS_RUC'],
  ['FACTURA', RUC, 100_000, null],
] as const)('%s for %p of %p céntimos: %p', (document, customer, centimos, problem) => {
  expect(documentProblemOf(document, customer, centimos)).toBe(problem);
});
