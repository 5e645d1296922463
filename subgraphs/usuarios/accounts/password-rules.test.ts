import { expect, test } from '@jest/globals';
import { checkPassword } from './password-rules.ts';

const isRefused = (password: string) => {
  return checkPassword(password, 'password', 'ana.torres@shop.test').length > 0;
};

test.each(['correct-horse-battery', 'Ñandú azul 9', 'x7!kQ2zz', '🔌🔋💡🔦📻📺💾📷'])(
  '%j is a good password',
  (password) => {
    expect(isRefused(password)).toBe(false);
  },
);

test.each([
  ['seven characters', 'x7!kQ2z'],
  ['four characters of two units each', '🔌🔋💡🔦'],
  ['129 characters', 'x7!kQ2zz-'.repeat(15).slice(0, 129)],
  ['the most used word', 'password'],
  ['what follows it everywhere', 'Password123!'],
  ['another form of the same letters', 'ｐａｓｓｗｏｒｄ'],
  ['a word of the shop', 'ElectroPlus2026'],
  ['a sequence', '12345678'],
  ['a sequence backwards', '87654321'],
  ['a row of the keyboard', 'qwertyuiop'],
  ['one character', 'aaaaaaaa'],
  ['a short piece again and again', 'abc1abc1abc1'],
  ['the e-mail', 'ANA.torres@shop.test'],
  ['the name in the e-mail', 'ana.torres'],
])('%s is refused: %j', (_, password) => {
  expect(isRefused(password)).toBe(true);
});
