import { expect, test } from '@jest/globals';
import { describeEdit } from './describe-edit.ts';

const before = { name: 'Ana', email: 'ana@shop.test' as string | null, active: true };

test('an edit is told by the names of what changed, not by what people are called', () => {
  const changes = { name: 'Ana María', email: null, active: false };
  expect(describeEdit(before, changes, ['active'])).toBe('name, email, active true → false');
});

test('a column that is written as it was, and one that is not written, did not change', () => {
  expect(describeEdit(before, { name: 'Ana', active: false })).toBe('active');
  expect(describeEdit(before, { ...before })).toBeNull();
  expect(describeEdit(before, {})).toBeNull();
});
