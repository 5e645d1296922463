import { expect, test } from '@jest/globals';
import { parseJson } from './json.ts';

test('a value is read as JSON reads it, whole characters in escapes too', () => {
  expect(parseJson('{"a":["\\ud83d\\udc4d", 1]}')).toEqual({ a: ['👍', 1] });
  expect(parseJson('"\\\\ud83d"')).toBe('\\ud83d');
});

test.each(['"\\ud83d"', '{"a":[{"b":"x\\uDC4D"}]}', '{"\\ud800":1}', '["\\udc4d\\ud83d"]'])(
  'half a character is refused wherever it stands: %s',
  (text) => {
    expect(() => parseJson(text)).toThrow('Un texto contiene un carácter incompleto.');
  },
);

test('what is no JSON is refused, and depth alone breaks nothing', () => {
  expect(() => parseJson('{')).toThrow('El cuerpo no es JSON.');
  const deep = `${'['.repeat(100_000)}"\\ud83d"${']'.repeat(100_000)}`;
  expect(() => parseJson(deep)).toThrow('carácter incompleto');
});
