import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { amountInWords } from './amount-in-words.ts';

test.each([
  ['0.00', 'CERO CON 00/100'],
  ['0.01', 'CERO CON 01/100'],
  ['0.90', 'CERO CON 90/100'],
  ['1.00', 'UNO CON 00/100'],
  ['2.50', 'DOS CON 50/100'],
  ['16.00', 'DIECISÉIS CON 00/100'],
  ['21.00', 'VEINTIUNO CON 00/100'],
  ['22.00', 'VEINTIDÓS CON 00/100'],
  ['31.10', 'TREINTA Y UNO CON 10/100'],
  ['100.00', 'CIEN CON 00/100'],
  ['101.00', 'CIENTO UNO CON 00/100'],
  ['500.00', 'QUINIENTOS CON 00/100'],
  ['999.99', 'NOVECIENTOS NOVENTA Y NUEVE CON 99/100'],
  ['1000.00', 'MIL CON 00/100'],
  ['1001.00', 'MIL UNO CON 00/100'],
  ['1299.90', 'MIL DOSCIENTOS NOVENTA Y NUEVE CON 90/100'],
  ['16016.16', 'DIECISÉIS MIL DIECISÉIS CON 16/100'],
  ['21000.00', 'VEINTIÚN MIL CON 00/100'],
  ['21021.00', 'VEINTIÚN MIL VEINTIUNO CON 00/100'],
  ['31001.00', 'TREINTA Y UN MIL UNO CON 00/100'],
  ['31121.10', 'TREINTA Y UN MIL CIENTO VEINTIUNO CON 10/100'],
  ['100000.00', 'CIEN MIL CON 00/100'],
  ['101000.00', 'CIENTO UN MIL CON 00/100'],
  ['121000.00', 'CIENTO VEINTIÚN MIL CON 00/100'],
  ['701001.00', 'SETECIENTOS UN MIL UNO CON 00/100'],
  ['1000000.00', 'UN MILLÓN CON 00/100'],
  ['1000001.00', 'UN MILLÓN UNO CON 00/100'],
  ['1001000.00', 'UN MILLÓN MIL CON 00/100'],
  ['2000000.00', 'DOS MILLONES CON 00/100'],
  ['21000000.00', 'VEINTIÚN MILLONES CON 00/100'],
  ['31021001.00', 'TREINTA Y UN MILLONES VEINTIÚN MIL UNO CON 00/100'],
  ['101000000.00', 'CIENTO UN MILLONES CON 00/100'],
  [
    '999999999.99',
    'NOVECIENTOS NOVENTA Y NUEVE MILLONES NOVECIENTOS NOVENTA Y NUEVE MIL ' +
      'NOVECIENTOS NOVENTA Y NUEVE CON 99/100',
  ],
  ['1000000000.00', 'MIL MILLONES CON 00/100'],
  ['21021000021.00', 'VEINTIÚN MIL VEINTIÚN MILLONES VEINTIUNO CON 00/100'],
  ['1000000000000.00', 'UN BILLÓN CON 00/100'],
  ['21000000000000.00', 'VEINTIÚN BILLONES CON 00/100'],
  ['50000000000000.00', 'CINCUENTA BILLONES CON 00/100'],
])('%s soles in words', (soles, words) => {
  expect(amountInWords(Number(soles.replace('.', '')))).toBe(`SON: ${words} SOLES`);
});

test('every amount is written in words and blanks, with "un" before what is counted', () => {
  const words = /^SON: (?:[A-ZÁÉÍÓÚ]+ )+CON \d\d\/100 SOLES$/;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000_000_000_000_000 }), (centimos) => {
      const text = amountInWords(centimos);
      expect(text).toMatch(words);
      expect(text).not.toMatch(/UNO (?:MIL|BILL)|UN CON|\bUNA\b|DIECISEIS| {2}/);
      expect(text).not.toMatch(/(?:SON:|ILLÓN|ILLONES) UN MIL\b/);
      expect(text).toContain(` CON ${String(centimos % 100).padStart(2, '0')}/100 `);
    }),
  );
});

test('no two amounts below a million have the same words', () => {
  const texts = new Set<string>();
  for (let soles = 0; soles < 1_000_000; soles += 7) texts.add(amountInWords(soles * 100));
  expect(texts.size).toBe(Math.ceil(1_000_000 / 7));
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])('%d is no amount and has no words', (centimos) => {
  expect(() => amountInWords(centimos)).toThrow(RangeError);
});
