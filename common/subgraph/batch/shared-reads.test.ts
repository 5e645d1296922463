import { expect, test } from '@jest/globals';
import { shareReads, shareReadsByKey } from './shared-reads.ts';

/** A reader whose statements end when the test says so. */
function slowReader() {
  const statements: { keys: readonly number[]; end: (error?: Error) => void }[] = [];
  const read = shareReadsByKey((keys: readonly number[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<Map<number, string>>();
    const found = new Map(keys.filter((key) => key > 0).map((key) => [key, `row ${key}`]));
    statements.push({ keys, end: (error) => (error ? reject(error) : resolve(found)) });
    return promise;
  });
  return { read, statements };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked for while a statement is under way is one statement after it', async () => {
  const { read, statements } = slowReader();
  const first = read([1]);
  await turn();
  const others = [read([2, 3]), read([3, 4])];
  await turn();
  expect(statements.map(({ keys }) => keys)).toEqual([[1]]);

  statements[0]!.end();
  expect(await first).toEqual(new Map([[1, 'row 1']]));
  await turn();
  expect(statements.map(({ keys }) => keys)).toEqual([[1], [2, 3, 4]]);
  statements[1]!.end();

  const [second, third] = await Promise.all(others);
  expect(second!.get(3)).toBe('row 3');
  expect(third!.get(4)).toBe('row 4');
});

test('a key that is being read is read again for who asks later: it may have changed', async () => {
  const { read, statements } = slowReader();
  const first = read([1]);
  await turn();
  const second = read([1]);
  statements[0]!.end();
  await first;
  await turn();

  expect(statements.map(({ keys }) => keys)).toEqual([[1], [1]]);
  statements[1]!.end();
  await second;
});

test('a key without anything is not in the answer', async () => {
  const { read, statements } = slowReader();
  const reading = read([-1, 5]);
  await turn();
  statements[0]!.end();

  expect([...(await reading).keys()]).toEqual([5]);
});

test('a read that fails fails nobody else: each is made again alone', async () => {
  const read = shareReads(
    async (jobs: readonly string[]) => {
      if (jobs.includes('bad')) throw new Error(`bad one of ${jobs.length}`);
      return jobs.map((job) => job.toUpperCase());
    },
    () => ({ lines: 1, bytes: 0 }),
  );
  const outcomes = await Promise.allSettled([read('a'), read('bad'), read('b')]);

  expect(
    outcomes.map((one) => (one.status === 'rejected' ? String(one.reason) : one.value)),
  ).toEqual(['A', 'Error: bad one of 1', 'B']);
});

test('a statement that never ends is given up, and the reads behind it are made', async () => {
  let statements = 0;
  const read = shareReads(
    (jobs: readonly string[]) => {
      statements += 1;
      return statements === 1 ? new Promise<string[]>(() => undefined) : Promise.resolve([...jobs]);
    },
    () => ({ lines: 1, bytes: 0 }),
    20,
  );
  const stuck = read('stuck');
  await turn();
  const behind = read('behind');

  await expect(stuck).rejects.toMatchObject({ extensions: { code: 'TIMEOUT' } });
  expect(await behind).toBe('behind');
});

test('a statement is no longer than a batch may be, whatever is asked for', async () => {
  const sizes: number[] = [];
  const read = shareReadsByKey(async (keys: readonly string[]) => {
    sizes.push(keys.join('').length);
    return new Map<string, string>();
  });
  const long = (key: number) => String(key).padEnd(100_000, '.');
  await Promise.all(Array.from({ length: 20 }, (_, key) => read([long(key)])));

  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(512 * 1024);
});

test('who comes when too many wait is told that the service is busy', async () => {
  const { read, statements } = slowReader();
  const reading = Array.from({ length: 600 }, (_, key) => read([key]));
  const outcomes = Promise.allSettled(reading);
  await turn();
  for (let index = 0; index < 20; index++) {
    statements[index]?.end();
    await turn();
  }

  const refused = (await outcomes).flatMap((one) => (one.status === 'rejected' ? one.reason : []));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0].extensions.code).toBe('SERVER_BUSY');
});
