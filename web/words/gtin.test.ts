import { expect, test } from '@jest/globals';
import { barcodeDoubt } from './gtin.ts';

test.each(['4006381333931', '036000291452', '96385074', 'ABC-1', '', '123'])(
  'nothing looks wrong with %s',
  (code) => {
    expect(barcodeDoubt(code)).toBeNull();
  },
);

test.each([
  ['4006381333932', 'última cifra'],
  ['692592519234', 'tiene 12'],
  ['69259251923', 'tiene 11'],
])('%s looks wrong', (code, words) => {
  expect(barcodeDoubt(code)).toContain(words);
});
