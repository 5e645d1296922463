import { expect, test } from '@jest/globals';
import { isPhone, readPhone } from './phone.ts';

test.each([
  ['987 654 321', '987654321'],
  ['(01) 427-1148', '014271148'],
  ['+51 987-654-321', '+51987654321'],
  ['+51 (1) 427.1148', '+5114271148'],
  ['427–1148\n', '4271148'],
  ['123456', '123456'],
])('%j is read as %s', (written, kept) => {
  expect(readPhone(written)).toBe(kept);
  expect(isPhone(kept)).toBe(true);
});

test.each([
  '',
  '12345',
  '1'.repeat(21),
  '987654321 anexo 2',
  '51+987654321',
  '++51987654',
  '９８７６５４',
])('%j is no phone number', (written) => expect(isPhone(readPhone(written))).toBe(false));
