import { expect, test } from '@jest/globals';
import { rightsOf } from './sale-rights.ts';

const TODAY = '2026-03-02';
const ADMIN = { roles: ['ADMIN'], seller: null };
const SELLER = { roles: ['VENDEDOR'], seller: { id: '7' } };
const OTHER = { roles: ['VENDEDOR'], seller: { id: '8' } };

function sale(given: { status?: string; createdAt?: string; document?: object; back?: number }) {
  const { status = 'COMPLETED', createdAt = '2026-03-02T15:00:00.000Z', document = null } = given;
  const items = [{ lineNumber: 1, quantity: 2, returnedQuantity: given.back ?? 0, total: '10.00' }];
  return { status, createdAt, seller: { id: '7' }, document, items };
}

test('a sale of today is undone by its seller and by administrators', () => {
  expect(rightsOf(sale({}), ADMIN, TODAY).mayVoid).toBe(true);
  expect(rightsOf(sale({}), SELLER, TODAY).mayVoid).toBe(true);
  expect(rightsOf(sale({}), OTHER, TODAY).mayVoid).toBe(false);
});

test('a sale of another day comes back by a return alone', () => {
  const old = sale({ createdAt: '2026-03-02T04:59:59.000Z' });
  expect(rightsOf(old, ADMIN, TODAY)).toMatchObject({ mayVoid: false, mayReturn: true });
});

test('nothing is done with what was undone or came back', () => {
  const nothing = { mayVoid: false, mayReturn: false, mayCorrect: false };
  expect(rightsOf(sale({ status: 'CANCELLED' }), ADMIN, TODAY)).toMatchObject(nothing);
  expect(rightsOf(sale({ back: 2, document: {} }), ADMIN, TODAY)).toMatchObject(nothing);
});

test('a sale has one document, which is corrected by an administrator or its seller that day', () => {
  const documented = sale({ document: {} });
  expect(rightsOf(sale({}), OTHER, TODAY)).toMatchObject({ mayIssue: true, mayCorrect: false });
  expect(rightsOf(documented, SELLER, TODAY)).toMatchObject({ mayIssue: false, mayCorrect: true });
  expect(rightsOf(documented, SELLER, '2026-03-03').mayCorrect).toBe(false);
  expect(rightsOf(documented, ADMIN, '2026-03-03').mayCorrect).toBe(true);
});
