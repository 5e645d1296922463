import { expect, test } from '@jest/globals';
import { describeEdit } from './describe-edit.ts';

const BEFORE = { name: 'Ana', email: 'ana@shop.test' as string | null, active: true };

test('an edit is told by the names of what changed, not by what people are called', () => {
  const changes = { name: 'Ana María', email: null, active: false };
  expect(describeEdit(BEFORE, changes, ['active'])).toBe('name, email, active true → false');
});

test('a column that is written as it was, and one that is not written, did not change', () => {
  expect(describeEdit(BEFORE, { name: 'Ana', active: false })).toBe('active');
  expect(describeEdit(BEFORE, { ...BEFORE })).toBeNull();
  expect(describeEdit(BEFORE, {})).toBeNull();
});
