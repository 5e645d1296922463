import { expect, test } from '@jest/globals';
import { beginsWith, holdsWords, readSearch } from './search.ts';

test('a search is read as people type it, and as scanners send it', () => {
  expect(readSearch('  tele  oled\n')).toEqual({ text: 'tele  oled', words: ['tele', 'oled'] });
  expect(readSearch('CAMIO\u0301N')).toEqual({ text: 'CAMI\u00D3N', words: ['CAMI\u00D3N'] });
  for (const nothing of [null, undefined, '', ' \n']) expect(readSearch(nothing)).toBeNull();
});

test('each word is sought on its own, and its signs are letters', () => {
  const search = readSearch('50% tp_link')!;
  expect(holdsWords('name', search)).toEqual({
    sql: '(name LIKE ? AND name LIKE ?)',
    values: ['%50\\%%', '%tp\\_link%'],
  });
  expect(beginsWith('sku', search)).toEqual({ sql: 'sku LIKE ?', values: ['50\\% tp\\_link%'] });
});
