import { expect, test } from '@jest/globals';
import { changesOf, freshForm, mergeEdits, rebased } from './merge-edits.ts';

const BASE = { name: 'Cable', price: '10.00', minimum: '5' };

test('only the fields that were changed are sent', () => {
  expect(changesOf(BASE, { ...BASE, price: '12.00' })).toEqual({ price: '12.00' });
  expect(changesOf(BASE, BASE)).toEqual({});
});

test('what only one of two people changed is kept, whoever it was', () => {
  const mine = { ...BASE, name: 'Cable HDMI' };
  const saved = { ...BASE, minimum: '8' };
  expect(mergeEdits(BASE, mine, saved)).toEqual({
    values: { name: 'Cable HDMI', price: '10.00', minimum: '8' },
    conflicts: [],
  });
});

test('a field that both changed is a conflict, and shows what was written here', () => {
  const merged = mergeEdits(BASE, { ...BASE, price: '11.00' }, { ...BASE, price: '12.00' });
  expect(merged.values.price).toBe('11.00');
  expect(merged.conflicts).toEqual([{ field: 'price', mine: '11.00', saved: '12.00' }]);
});

test('both having written the same is no conflict', () => {
  const same = { ...BASE, price: '11.00' };
  expect(mergeEdits(BASE, same, same)).toEqual({ values: same, conflicts: [] });
});

const FORM = freshForm(BASE, 1);

test('a version that comes a second time leaves the conflicts as they are', () => {
  const saved = { ...BASE, price: '12.00' };
  const once = rebased({ ...FORM, values: { ...BASE, price: '11.00' } }, saved, 2);
  expect(once).toMatchObject({ version: 2, isRebased: true, conflicts: [{ field: 'price' }] });
  expect(rebased(once, saved, 2)).toBe(once);
});

test('a form that nobody has touched takes a newer version over without a word', () => {
  const saved = { ...BASE, price: '12.00' };
  expect(rebased(FORM, saved, 2)).toEqual(freshForm(saved, 2));
});
