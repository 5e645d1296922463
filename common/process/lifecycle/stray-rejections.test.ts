// Goal: a failure that one request has been told of already does not end the process for all.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const MODULE = join(import.meta.dirname, 'stray-rejections.ts');
const PROGRAM = (rest: string) => `
  import { surviveStrayRejections } from ${JSON.stringify(MODULE)};
  import { buildSchema, execute, parse } from 'graphql';
  surviveStrayRejections();
  ${rest}
  setTimeout(() => console.log('alive'));
`;

const run = (rest: string) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM(rest)]);

test('an item of a list that fails after the list was given up ends nothing', async () => {
  const { stdout } = await run(`
    const schema = buildSchema('type Query { items: [Item!]! } type Item { name: String! }');
    const items = [{ name: async () => { throw new Error('late'); } }, { name: null }];
    const document = parse('{ items { name } }');
    const { errors } = await execute({ schema, document, rootValue: { items } });
    console.log(errors.length);
  `);
  expect(stdout).toBe('1\nalive\n');
});

test('a broken connection of the driver ends nothing', async () => {
  const broken = `Object.assign(new Error('broken'), { sqlState: '08S01', fatal: true })`;
  expect((await run(`Promise.reject(${broken});`)).stdout).toBe('alive\n');
});

test('any other failure that nobody handles ends the process', async () => {
  await expect(run(`Promise.reject(new Error('forgotten'));`)).rejects.toThrow('forgotten');
});
