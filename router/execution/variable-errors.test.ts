import { expect, test } from '@jest/globals';
import { buildSchema, getVariableValues, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { withoutValue } from './variable-errors.ts';

const SCHEMA = buildSchema(`
  enum Order { NAME PRICE }
  input SignIn {
    email: String! password: String! age: Int tags: [String] order: Order inner: SignIn
  }
  type Query { a(input: SignIn, order: Order, text: String, id: ID, flag: Boolean, n: Float): Int }
`);
const { definitions } = parse(
  'query ($input: SignIn, $order: Order, $text: String, $id: ID, $flag: Boolean, $n: Float) { a }',
);
const operation = definitions[0] as OperationDefinitionNode;
const SECRET = 'hunter-2';

function messagesFor(variables: Record<string, unknown>): string[] {
  if (operation.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const { errors = [] } = getVariableValues(
    SCHEMA,
    operation.variableDefinitions ?? [],
    variables,
    {
      hideSuggestions: true,
    },
  );
  return errors.map(withoutValue).map(({ message, extensions }) => {
    expect(extensions['code']).toBe('BAD_USER_INPUT');
    return message;
  });
}

const ANA = { email: 'ana@shop.test', password: 'a' };

test.each([
  ['a number for a text', { input: { ...ANA, password: 424_242 } }],
  ['a list for a text', { input: { ...ANA, password: [SECRET] } }],
  ['an object for a text', { text: { [SECRET]: SECRET } }],
  ['a text for an object', { input: SECRET }],
  ['a text for a number', { input: { ...ANA, age: SECRET } }],
  ['a text for a float', { n: SECRET }],
  ['a text for a truth', { flag: SECRET }],
  ['an object for an id', { id: { password: SECRET } }],
  ['an object for an enum', { order: { password: SECRET } }],
  ['a value beside a missing field', { input: { password: SECRET } }],
  ['a value beside an unknown field', { input: { ...ANA, password: SECRET, nope: 1 } }],
  ['a text that looks like a place', { n: `x" at "${SECRET}` }],
  ['a text with a line end', { n: `x\n: ${SECRET}` }],
])('%s is told without the value', (_, variables) => {
  const told = messagesFor(variables).join('\n');
  expect(told).toContain('got an invalid value');
  expect(told).not.toContain(SECRET);
  expect(told).not.toContain('424242');
});

test('the place and the reason are told', () => {
  const inner = { ...ANA, password: 1, tags: ['a', 2] };
  expect(messagesFor({ input: { ...ANA, inner }, order: 'NAMES' })).toEqual([
    'Variable "$input" got an invalid value at "input.inner.password"; String cannot represent a non string value.',
    'Variable "$input" got an invalid value at "input.inner.tags[1]"; String cannot represent a non string value.',
    'Variable "$order" got an invalid value; Value "NAMES" does not exist in "Order" enum.',
  ]);
});
