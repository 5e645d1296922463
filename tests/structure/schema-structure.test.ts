// Goal: the subgraphs' schemas are described, agree with each other and hide what is internal.
// Method: as in guarded-rules.ts, each rule also sees a fixture that breaks it.
import { expect, test } from '@jest/globals';
import { USER_ERROR_MESSAGES } from '../../common/process/errors/error-codes.ts';
import { MAX_INTERNAL_LIST } from '../../common/values/internal-list.ts';
import {
  errorCodesListed,
  everythingDescribed,
  internalFieldsMarked,
  rootFieldsNullable,
  sharedTypesIdentical,
} from '../../scripts/contract/schema-check/schema-rules.ts';
import { textsHaveLength } from '../../scripts/contract/schema-check/text-length-rule.ts';
import { repositoryFiles } from './source-files.ts';

const GENERATED = ['schema/supergraph.graphql', 'schema/api.graphql'];
const schemas = repositoryFiles().filter(
  ({ path }) => /^schema\/.*\.graphql$/.test(path) && !GENERATED.includes(path),
);
const schema = (text: string, path = 'schema/a.graphql') => ({ path, text });

test('there are schemas to look at', () => {
  expect(schemas.map(({ path }) => path)).toContain('schema/ventas.graphql');
});

test('every type, field, argument, enum value and input field is described', () => {
  expect(everythingDescribed(schemas)).toEqual([]);
});

test.each([
  ['A', 'type A { "b" b: Int }'],
  ['A.b', '"a" type A { b: Int }'],
  ['A.b(c:)', '"a" type A { "b" b(c: Int): Int }'],
  ['A.B', '"a" enum A { B }'],
  ['A.b', '"a" input A { b: Int }'],
  ['A', 'scalar A'],
  ['Mutation.b(other:)', 'type Mutation { "b" b(input: A, other: A): Int }'],
])('caught when %s has no description', (coordinate, text) => {
  expect(everythingDescribed([schema(text)])).toEqual([`schema/a.graphql: describe ${coordinate}`]);
});

test('a type of the shared file stands in no other', () => {
  const [shared] = schemas.filter(({ path }) => path === 'schema/shared.graphql');
  const names = [...shared!.text.matchAll(/^(?:type|enum|interface|scalar|directive) (@?\w+)/gm)];
  const others = schemas.filter((file) => file !== shared).map(({ text }) => text);
  for (const [definition] of names) {
    expect(others.filter((text) => text.includes(`\n${definition} `))).toEqual([]);
  }
});

test('types that some subgraphs define are the same text in each', () => {
  expect(sharedTypesIdentical(schemas)).toEqual([]);
});

test('caught when a shared type differs even in its description only', () => {
  const one = schema('"a" scalar A', 'schema/one.graphql');
  const two = schema('"b" scalar A', 'schema/two.graphql');
  expect(sharedTypesIdentical([one, two])).toHaveLength(1);
});

const registry = Object.keys(USER_ERROR_MESSAGES);

test('ErrorCode is the registry, in its order', () => {
  const shared = schemas.filter(({ path }) => path === 'schema/shared.graphql');
  expect(shared).toHaveLength(1);
  expect(errorCodesListed(registry)(shared)).toEqual([]);
});

test.each([
  'enum ErrorCode { A }',
  'enum ErrorCode { A B C }',
  'enum ErrorCode { B A }',
  'scalar A',
])('caught when the codes are not A B: %s', (text) => {
  expect(errorCodesListed(['A', 'B'])([schema(text)])).toHaveLength(1);
});

test('lists of internal calls are described as long as they may be', () => {
  const lengths = schemas.flatMap(({ text }) => [
    ...text.matchAll(/"1 to (\d+) (?:ids|sales|entries)\b/g),
  ]);
  expect(lengths.length).toBeGreaterThan(3);
  expect(new Set(lengths.map(([, most]) => Number(most)))).toEqual(new Set([MAX_INTERNAL_LIST]));
});

test('internal root fields and the types that only they use are inaccessible and tagged', () => {
  expect(internalFieldsMarked(schemas)).toEqual([]);
});

const MARKS = '@inaccessible @tag(name: "internal")';

test.each([
  ['Query.a', 'type Query { a: Int @inaccessible }'],
  ['Query.a', 'type Query { a: Int @tag(name: "internal") }'],
  ['A', `type Query { a: A ${MARKS} } type A { b: Int }`],
  ['In', `type Query { a(input: In): Int ${MARKS} } input In { b: Int }`],
  ['Deep', `type Query { a: A ${MARKS} } type A ${MARKS} { b: Deep } enum Deep { B }`],
])('caught when %s is internal but not marked so', (name, text) => {
  expect(internalFieldsMarked([schema(text)])).toEqual([`schema/a.graphql: mark ${name} ${MARKS}`]);
});

test('a type that a public field uses too needs no mark', () => {
  const text = `type Query { a: A ${MARKS} b: A } type A { b: Int }`;
  expect(internalFieldsMarked([schema(text)])).toEqual([]);
});

test('root fields of clients may be null, internal ones may not', () => {
  expect(rootFieldsNullable(schemas)).toEqual([]);
});

test.each([
  ['Query.a', 'type Query { a: Int! }'],
  ['Mutation.a', 'type Mutation { a: [Int!]! }'],
  ['Query.a', `type Query { a: Int ${MARKS} }`],
])('caught when %s has the wrong nullability: %s', (coordinate, text) => {
  expect(rootFieldsNullable([schema(text)])).toEqual([
    `schema/a.graphql: write the type of ${coordinate} with ! only if internal`,
  ]);
});

test('every text that a client may send says how long it may be', () => {
  expect(textsHaveLength(schemas)).toEqual([]);
});

test.each([
  ['say "100 characters" in the description of Query.a(search:)', 'a("Words." search: String)'],
  ['give Query.a(b:) a greatest length in common/values/text-limits.ts', 'a(b: [String!])'],
  ['say "1,024 characters" in the description of Query.a(after:)', 'a("1024." after: String!)'],
])('caught: %s', (message, field) => {
  const text = `type Query { ${field}: Int }`;
  expect(textsHaveLength([schema(text)])).toEqual([`schema/a.graphql: ${message}`]);
});

test('a text of an input says how long it may be, unless only services send it', () => {
  const input = 'input A { "Its name." name: String! "Up to 20 digits." phone: String }';
  expect(textsHaveLength([schema(input)])).toEqual([
    'schema/a.graphql: say how long A.name may be',
  ]);
  expect(textsHaveLength([schema(input.replace('{', `${MARKS} {`))])).toEqual([]);
});
