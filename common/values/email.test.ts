import { expect, test } from '@jest/globals';
import { isAsciiEmail, isEmail } from './email.ts';

test.each([
  'ana@shop.test',
  'ana.torres+ventas@mail.shop.pe',
  "o'neil_1@x-y.pe",
  'a!#$%&*/=?^`{|}~-@shop.test',
  `${'a'.repeat(64)}@${'b'.repeat(63)}.pe`,
])('%s is an e-mail', (text) => {
  expect(isEmail(text)).toBe(true);
  expect(isAsciiEmail(text)).toBe(true);
});

test.each([
  '',
  'ana',
  'ana@shop',
  'ana@shop.',
  'ana@.test',
  'ana@@shop.test',
  'ana torres@shop.test',
  'ana@shop.test\n',
  `ana@${'b.'.repeat(125)}pe`,
])('%j is none', (text) => {
  expect(isEmail(text)).toBe(false);
  expect(isAsciiEmail(text)).toBe(false);
});

test('letters of any script are good for mail, and not for signing in', () => {
  expect(isEmail('ñandú@compañía.pe')).toBe(true);
  expect(isAsciiEmail('ñandú@compañía.pe')).toBe(false);
});
