import { expect, test } from '@jest/globals';
import type { HttpCall, HttpReply } from '../../common/process/http/http-server.ts';
import { withLoadShedding } from './load-shedding.ts';

const CALL = {} as HttpCall;
const REPLY: HttpReply = { status: 200, headers: {}, body: '' };

test('what comes beyond the limit is refused at once with Retry-After, until one has ended', async () => {
  const ends: ((reply: HttpReply) => void)[] = [];
  const route = withLoadShedding(() => new Promise((resolve) => ends.push(resolve)), 2);
  const [first, second] = [route(CALL), route(CALL)];
  await expect(route(CALL)).rejects.toMatchObject({
    code: 'SERVER_BUSY',
    headers: { 'retry-after': '1' },
  });
  ends.shift()?.(REPLY);
  await first;
  const third = route(CALL);
  for (const end of ends) end(REPLY);
  expect(await Promise.all([second, third])).toEqual([REPLY, REPLY]);
});

test('a request that fails makes room too', async () => {
  const route = withLoadShedding(() => Promise.reject(new Error('broken')), 1);
  await expect(route(CALL)).rejects.toThrow('broken');
  await expect(route(CALL)).rejects.toThrow('broken');
});
