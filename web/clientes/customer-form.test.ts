import { expect, test } from '@jest/globals';
import {
  customerChanges,
  customerProblems,
  customerValues,
  docTypeOf,
  typedProblem,
} from './customer-form.ts';

const ANA = { name: 'Ana', docType: 'DNI', docNumber: '40000001', phone: null, email: null };

test('a number of eight digits is a DNI, one of eleven a RUC, however they are written', () => {
  expect(docTypeOf('40.000.001')).toBe('DNI');
  expect(docTypeOf('20-00000000-1')).toBe('RUC');
  expect(docTypeOf('AB123456')).toBeNull();
});

test('a number is judged while it is typed, once it is long enough', () => {
  expect(typedProblem('RUC', '2000000')).toBeNull();
  expect(typedProblem('RUC', '20000000001')).toBeNull();
  expect(typedProblem('RUC', '20000000002')).toMatch(/último dígito/);
  expect(typedProblem('DNI', '123456789')).toMatch(/8 dígitos/);
  expect(typedProblem('NONE', '')).toBeNull();
});

test('a form without a name or with half a number is not sent', () => {
  const values = { ...customerValues(ANA), name: ' ', docNumber: '4000' };
  expect(customerProblems(values)).toEqual({
    name: 'Escriba el nombre.',
    docNumber: expect.stringContaining('8 dígitos'),
  });
});

test('an emptied field clears what was kept, one that was not touched is not sent', () => {
  expect(customerChanges({ phone: ' ', docNumber: '4000 0001' })).toEqual({
    phone: null,
    docNumber: '40000001',
  });
});
