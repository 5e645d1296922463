import { expect, test } from '@jest/globals';
import { buildSchema, graphql } from 'graphql';
import { limitTexts } from './limit-texts.ts';

const SCHEMA = limitTexts(
  buildSchema(`
    type Query {
      list(search: String, after: String): Int
      one(id: ID, sku: String): Node
      all(ids: [ID!]): Int
    }
    type Node { list(after: String): Int }
  `),
);
const ROOT = { list: 1, all: 1, one: { list: 1 } };

async function messagesOf(source: string): Promise<string[]> {
  const { errors = [] } = await graphql({ schema: SCHEMA, source, rootValue: ROOT });
  return errors.map(({ message, extensions }) => `${extensions['code']} ${message}`);
}

const x = (length: number) => `"${'x'.repeat(length)}"`;

test.each([
  ['list(search: ', 100],
  ['list(after: ', 1_024],
  ['one(sku: ', 64],
  ['one(id: ', 64],
  ['all(ids: ', 64],
])('%s…) takes %i characters and refuses one more', async (call, longest) => {
  const asked = (text: string) => `{ ${call}${text}) ${call.startsWith('one') ? '{ list }' : ''} }`;
  expect(await messagesOf(asked(x(longest)))).toEqual([]);
  expect(await messagesOf(asked(`"${'👍'.repeat(longest)}"`))).toEqual([]);
  const [message] = await messagesOf(asked(x(longest + 1)));
  expect(message).toMatch(/^BAD_USER_INPUT .* lleva \d+ caracteres como máximo\.$/);
});

test('a field below the root is limited too, and its neighbours are answered', async () => {
  const source = `{ one { good: list(after: "x") bad: list(after: ${x(1_025)}) } }`;
  const { data, errors } = await graphql({ schema: SCHEMA, source, rootValue: ROOT });
  expect(data).toEqual({ one: { good: 1, bad: null } });
  expect(errors?.map(({ path }) => path)).toEqual([['one', 'bad']]);
});

test('a text argument whose length nobody has decided keeps a service from starting', () => {
  expect(() => limitTexts(buildSchema('type Query { find(words: String): Int }'))).toThrow(
    'Query.find(words:) has no greatest length: give it one in text-limits.ts',
  );
});
