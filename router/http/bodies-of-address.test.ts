import { expect, test } from '@jest/globals';
import { createBodyCap } from './bodies-of-address.ts';

test('an address has so many requests on their way and no more, whatever others have', async () => {
  const cap = createBodyCap(2);
  const whole: (() => void)[] = [];
  const send = (address: string) =>
    cap(address, () => new Promise<string>((resolve) => whole.push(() => resolve('read'))));
  const first = [send('a'), send('a')];
  await expect(send('a')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    headers: { 'retry-after': '1' },
  });
  const other = send('b');
  for (const end of whole.splice(0)) end();
  expect(await Promise.all([...first, other])).toEqual(['read', 'read', 'read']);
  const next = send('a');
  whole[0]?.();
  expect(await next).toBe('read');
});

test('a request that breaks off makes room too', async () => {
  const cap = createBodyCap(1);
  const breakOff = () => cap('a', () => Promise.reject(new Error('gone')));
  await expect(breakOff()).rejects.toThrow('gone');
  await expect(breakOff()).rejects.toThrow('gone');
});
