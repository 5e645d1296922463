import { expect, test } from '@jest/globals';
import { createLoadShedder } from './load-shedding.ts';

test('what comes beyond the limit is refused at once with Retry-After, until one has ended', async () => {
  const ends: ((result: string) => void)[] = [];
  const shed = createLoadShedder(2);
  const work = () => shed(() => new Promise<string>((resolve) => ends.push(resolve)));
  const [first, second] = [work(), work()];
  await expect(work()).rejects.toMatchObject({
    code: 'SERVER_BUSY',
    headers: { 'retry-after': '1' },
  });
  ends.shift()?.('done');
  await first;
  const third = work();
  for (const end of ends) end('done');
  expect(await Promise.all([second, third])).toEqual(['done', 'done']);
});

test('a request that fails makes room too', async () => {
  const shed = createLoadShedder(1);
  const fail = () => shed(() => Promise.reject(new Error('broken')));
  await expect(fail()).rejects.toThrow('broken');
  await expect(fail()).rejects.toThrow('broken');
});
