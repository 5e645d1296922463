import { expect, test } from '@jest/globals';
import { cutText, normalText, readText } from './text.ts';

const NAME = { maxCharacters: 20 };
const CODE = { maxCharacters: 20, isCode: true } as const;
const LINES = { maxCharacters: 20, mayHoldLines: true } as const;

const read = (text: string) => readText(text, NAME);
const problemOf = (text: string, rule: Parameters<typeof readText>[1] = NAME) =>
  readText(text, rule).problem;

test('a text is kept composed and without blanks around it', () => {
  expect(read('  CAMIO\u0301N-1\u00A0\n')).toEqual({ text: 'CAMI\u00D3N-1', problem: null });
  expect(read('\uFEFFRadio')).toEqual({ text: 'Radio', problem: null });
  expect(normalText(' n\u0303 ')).toBe('\u00F1');
});

test.each(['Radio FM 2"', 'Ñañez', 'مرحبا\u200F', '👩\u200D🔧 taller', '東京', '-', '0'])(
  '%j is a name',
  (text) => expect(read(text)).toEqual({ text, problem: null }),
);

test('the length is counted in characters of the composed text', () => {
  expect(problemOf('👍'.repeat(20))).toBeNull();
  expect(problemOf('e\u0301'.repeat(20))).toBeNull();
  const tooLong = 'Lleva de 1 a 20 caracteres.';
  for (const text of ['', ' \t ', 'x'.repeat(21), '👍'.repeat(21), 'x'.repeat(1_000_000)]) {
    expect(problemOf(text)).toBe(tooLong);
  }
});

test.each(['\0', '\u0007', '\u001B[31m', '\u007F', '\u0085', '\n', '\t', '\u2028', '\u202E'])(
  'the control character %j is refused inside of a text',
  (character) => {
    expect(problemOf(`a${character}b`)).toBe('Contiene caracteres de control.');
    expect(problemOf(`a${character}b`, CODE)).toBe('Contiene caracteres de control.');
  },
);

test('a text of several lines keeps its line breaks, in one form, and its tabs', () => {
  expect(readText('a\r\nb\rc\n\td\n', LINES)).toEqual({ text: 'a\nb\nc\n\td', problem: null });
  expect(problemOf('a\0b', LINES)).toBe('Contiene caracteres de control.');
});

test.each(['\u200B', '\u00AD\u2060', '\u3164', '\uFFA0', '\u2800 \u2800', '\uFE0F', '\u{E0041}'])(
  'a name of invisible characters alone is refused: %j',
  (text) => expect(problemOf(text)).toBe('Contiene solo caracteres invisibles.'),
);

test('a code holds no invisible character at all, so that two codes look different', () => {
  for (const text of ['A\u200B1', 'A\u00AD1', 'A\u00A01', 'A\u30001', 'A\u28001']) {
    expect(problemOf(text, CODE)).toBe('Contiene caracteres invisibles.');
  }
  expect(problemOf('A 1/Ñ', CODE)).toBeNull();
});

test('half a character is refused', () => {
  for (const half of ['\uD83D', 'a\uDC4D', '\uDC4D\uD83D']) {
    expect(problemOf(half)).toBe('Contiene un carácter incompleto.');
  }
});

test('a heap of marks on one letter is refused before it costs anything', () => {
  const heap = `a${'\u0301\u0316'.repeat(500)}`;
  expect(problemOf(heap, { maxCharacters: 2_000 })).toBe('Contiene demasiadas marcas seguidas.');
});

test('a text is cut between two characters, and a short one is not cut', () => {
  expect(cutText('a👍👍', 2)).toBe('a👍');
  expect(cutText('ñ', 5)).toBe('ñ');
});
