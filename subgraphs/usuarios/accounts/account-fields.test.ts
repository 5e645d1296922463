import { expect, test } from '@jest/globals';
import { checkAccount } from './account-fields.ts';

const fieldsRefused = (email: string) =>
  checkAccount({ name: 'Ana', email, roles: 'ADMIN', sellerId: null, customerId: null }).map(
    ({ path }) => path,
  );

test.each([
  'ana@shop.test',
  'ana.torres+ventas@mail.shop.pe',
  "o'neil_1@x-y.pe",
  'a!#$%&*/=?^`{|}~-@shop.test',
  `${'a'.repeat(243)}@shop.pe.pe`,
])('%s is an e-mail', (email) => {
  expect(fieldsRefused(email)).toEqual([]);
});

test.each([
  '',
  'ana',
  'ana@shop',
  'ana@shop.',
  'ana@.test',
  'ana@@shop.test',
  'ana torres@shop.test',
  'ñandú@shop.test',
  'ana@shop.test\n',
  `${'a'.repeat(244)}@shop.pe.pe`,
])('%j is none', (email) => {
  expect(fieldsRefused(email)).toEqual([['input', 'email']]);
});
