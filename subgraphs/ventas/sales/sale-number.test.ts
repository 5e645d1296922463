import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { idEndsOf, saleNumberOf } from './sale-number.ts';

test('the number of every sale leads back to the end of its id', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), (id) => {
      const number = saleNumberOf(id);
      expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{7}$/);
      expect(idEndsOf(number)).toContain(id.slice(-9));
      for (const end of idEndsOf(number)) {
        expect(saleNumberOf(`${id.slice(0, -9)}${end}`)).toBe(number);
      }
    }),
  );
});

test('signs that people take for others are read as those', () => {
  expect(idEndsOf('O1L2I3A')).toEqual(idEndsOf('011213A'));
  expect(idEndsOf('0000000')).toEqual(['000000000', '800000000']);
});

test.each(['', '123456', '12345678', '123456U', 'ñ123456', '12345 7'])(
  '%j is the number of no sale',
  (text) => {
    expect(idEndsOf(text)).toEqual([]);
  },
);
