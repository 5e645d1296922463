import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createScanner, knownTail, type Scanner, withoutCode } from './scanner.ts';

const CODE = '7751234567890';

/** Types keys with gaps in ms. @returns the last verdict */
function type(scanner: Scanner, keys: readonly string[], gapsMs: readonly number[], from = 0) {
  let at = from;
  return keys
    .map((key, index) => {
      at += gapsMs[index] ?? 0;
      return scanner.hear({ key, at, isRepeat: false, isShortcut: false });
    })
    .at(-1);
}

const evenly = (keys: readonly string[], gapMs: number) => keys.map(() => gapMs);
const SCAN = [...CODE, 'Enter'];

test('a fast code that ends with Enter or Tab is a scan', () => {
  expect(type(createScanner(), SCAN, evenly(SCAN, 5))).toMatchObject({
    kind: 'SCANNED',
    text: CODE,
  });
  const byTab = [...CODE, 'Tab'];
  expect(type(createScanner(), byTab, evenly(byTab, 5))).toMatchObject({ kind: 'SCANNED' });
});

test('a person who types quickly is no scanner', () => {
  expect(type(createScanner(), SCAN, evenly(SCAN, 90))).toEqual({ kind: 'TYPED' });
});

test('three characters are too few', () => {
  const keys = ['1', '2', '3', 'Enter'];
  expect(type(createScanner(), keys, evenly(keys, 5))).toEqual({ kind: 'TYPED' });
});

test('a machine that holds single keys back loses no scan: the mean decides', () => {
  fc.assert(
    fc.property(fc.nat(SCAN.length - 2), fc.integer({ min: 60, max: 500 }), (slow, gapMs) => {
      const gapsMs = SCAN.map((_, at) => (at === slow + 1 ? gapMs : 5));
      const verdict = type(createScanner(), SCAN, gapsMs);
      expect(verdict?.kind).toBe('SCANNED');
    }),
  );
});

test('a code of which only the end came fast is heard whole', () => {
  const gapsMs = SCAN.map((_, at) => (at < 9 ? 200 : 5));
  const verdict = type(createScanner(), SCAN, gapsMs);
  expect(verdict).toMatchObject({ kind: 'SCANNED', heard: CODE });
  expect(verdict).not.toMatchObject({ text: CODE });
});

test('text that a person typed long before is no part of the code', () => {
  const scanner = createScanner();
  type(scanner, [...'cable'], [0, 150, 150, 150, 150]);
  const verdict = type(scanner, SCAN, evenly(SCAN, 5), 3_000);
  expect(verdict).toEqual({ kind: 'SCANNED', text: CODE, heard: CODE });
});

test('a held key and a shortcut are no scanner', () => {
  const scanner = createScanner();
  for (let at = 0; at < 20; at += 1) {
    scanner.hear({ key: 'a', at: at * 30, isRepeat: true, isShortcut: false });
  }
  expect(scanner.hear({ key: 'Enter', at: 620, isRepeat: false, isShortcut: false })).toEqual({
    kind: 'TYPED',
  });
});

test('a code in capitals comes with Shift, which is no character', () => {
  const keys = ['Shift', 'A', 'B', 'Shift', 'C', '-', '1', 'Enter'];
  expect(type(createScanner(), keys, evenly(keys, 4))).toMatchObject({
    kind: 'SCANNED',
    text: 'ABC-1',
  });
});

test('the longest known tail is the code', () => {
  const known = new Set([CODE, '567890']);
  expect(knownTail(`3*${CODE}`, (code) => known.has(code))).toBe(CODE);
  expect(knownTail('99999', (code) => known.has(code))).toBeNull();
});

test('a field gives up the code before its caret, and nothing else', () => {
  expect(withoutCode(`3*${CODE}`, { code: CODE, caret: 15 })).toEqual({ text: '3*', caret: 2 });
  expect(withoutCode(`a${CODE}b`, { code: CODE, caret: 14 })).toEqual({ text: 'ab', caret: 1 });
  expect(withoutCode('350', { code: CODE, caret: 3 })).toEqual({ text: '350', caret: 3 });
});
