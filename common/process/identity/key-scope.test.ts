import { expect, test } from '@jest/globals';
import { keyScopeOf } from './key-scope.ts';
import type { Role } from './roles.ts';

const actor = (id: string, ...roles: Role[]) => ({ id, roles });

test('everybody of the shop shares its keys, whatever else they are', () => {
  const staff = [
    actor('1', 'ADMIN'),
    actor('2', 'VENDEDOR'),
    actor('3', 'ALMACEN'),
    actor('4', 'CLIENTE', 'VENDEDOR'),
    null,
  ];
  expect(new Set(staff.map(keyScopeOf))).toEqual(new Set(['staff']));
});

test('the keys of a customer are of their account alone', () => {
  expect(keyScopeOf(actor('7', 'CLIENTE'))).toBe('7');
  expect(keyScopeOf(actor('8', 'CLIENTE'))).toBe('8');
});
