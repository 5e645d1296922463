import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { winAnsi } from './win-ansi.ts';

test.each([
  ['Ñandú, 2 × 55" – “4K” € 10 ¿sí?', 'Ñandú, 2 × 55" – “4K” € 10 ¿sí?'],
  ['Peña', 'Peña'.normalize('NFD')],
  ['Cargador ??', 'Cargador 漢字'],
  ['Oferta ?', 'Oferta 😀'],
  ['??', '👩\u200D🔧'],
  ['na?ve', 'na\u0131\u0308ve'],
  ['a b c', 'a\tb\r\n\u2028c'],
  ['1 000', '1\u202F000'],
  ['suave', 'sua\u00ADve'],
])('%j is printed', (printed, text) => {
  expect(winAnsi(text)).toBe(printed);
});

test('every text becomes characters of Windows-1252, and those stay as they are', () => {
  const known = /^[\x20-\x7e\xa1-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const printed = winAnsi(text);
      expect(printed).toMatch(known);
      expect(winAnsi(printed)).toBe(printed);
    }),
  );
});
