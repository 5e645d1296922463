import { expect, test } from '@jest/globals';
import { createTokenCookie } from './token-cookie.ts';

const TOKEN = 'aB3_-x';
const plain = createTokenCookie({ of: 'refresh', days: 7, isSecure: false });
const secure = createTokenCookie({ of: 'refresh', days: 7, isSecure: true });

const partsOf = (header: string) => header.split('; ').sort();

test('what is written is read again, among other cookies', () => {
  const [pair = ''] = secure.write(TOKEN).split('; ');
  expect(pair).toBe(`__Host-electroplus-refresh=${TOKEN}`);
  expect(secure.read(`theme=dark; ${pair}; x=%zz`)).toBe(TOKEN);
});

test('scripts, other sites and, in production, plain connections do not get it', () => {
  expect(partsOf(plain.write(TOKEN))).toEqual([
    'HttpOnly',
    'Max-Age=604800',
    'Path=/',
    'SameSite=Strict',
    `electroplus-refresh=${TOKEN}`,
  ]);
  expect(partsOf(secure.write(TOKEN))).toContain('Secure');
});

test('a removed cookie has no time left', () => {
  expect(partsOf(plain.clear())).toEqual(
    expect.arrayContaining(['Max-Age=0', 'electroplus-refresh=']),
  );
});

test.each([undefined, '', 'theme=dark', 'electroplus-refresh='])('%j has no token', (cookies) => {
  expect(plain.read(cookies)).toBeNull();
});

test('the cookie of development is none in production', () => {
  expect(secure.read(`electroplus-refresh=${TOKEN}`)).toBeNull();
});
