import { describe, expect, test } from '@jest/globals';
import { parseValue } from 'graphql';
import { DateTime, Decimal, LocalDate } from './scalars.ts';

describe('Decimal', () => {
  test('resolvers get and give céntimos, clients see soles', () => {
    expect(Decimal.parseValue('1299.9')).toBe(129_990);
    expect(Decimal.parseLiteral(parseValue('7'))).toBe(700);
    expect(Decimal.parseLiteral(parseValue('"0.05"'))).toBe(5);
    expect(Decimal.serialize(129_990)).toBe('1299.90');
    expect(Decimal.serialize(0)).toBe('0.00');
  });

  test.each([['1.234'], ['uno'], [1.5], [null], [true]])('%j is refused as no amount', (value) => {
    expect(() => Decimal.parseValue(value)).toThrow(/^Decimal: se espera un monto/);
  });

  test.each([['12.50'], [12.5], [null], [2 ** 53]])(
    'a resolver that gives %j is wrong',
    (value) => {
      expect(() => Decimal.serialize(value)).toThrow('no whole number of céntimos');
    },
  );
});

test('instants become UTC, days stay days, and both are texts for clients', () => {
  expect(DateTime.parseValue('2026-03-01T10:04:05-05:00')).toBe('2026-03-01T15:04:05.000Z');
  expect(DateTime.serialize(new Date('2026-03-01T15:04:05Z'))).toBe('2026-03-01T15:04:05.000Z');
  expect(LocalDate.parseValue('2026-02-28')).toBe('2026-02-28');
  expect(() => LocalDate.parseValue('2026-02-29')).toThrow(/^Date: se espera un día/);
});
