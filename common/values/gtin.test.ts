import { expect, test } from '@jest/globals';
import { gtinOf } from './gtin.ts';

test.each([
  ['96385074', '00000096385074'],
  ['012345678905', '00012345678905'],
  ['0012345678905', '00012345678905'],
  ['00012345678905', '00012345678905'],
  ['4006381333931', '04006381333931'],
  ['14006381333938', '14006381333938'],
])('%s is the number %s', (code, gtin) => expect(gtinOf(code)).toBe(gtin));

test.each([
  '4006381333932',
  '12345678905',
  '123456789',
  '400638133393A',
  ' 4006381333931',
  '',
  '１２３４５６７０',
])('%j is a plain code', (code) => expect(gtinOf(code)).toBeNull());
