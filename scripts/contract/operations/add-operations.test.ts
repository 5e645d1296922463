// Goal: operations of other tools become operations of this shop, or nothing changes at all.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { addOperations } from './add-operations.ts';

const SCHEMA = buildSchema('type Query { a: A b: Int } type A { id: ID name: String }');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'electroplus-add-'));
  mkdirSync(join(folder, 'operations'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function add(name: string, content: unknown): string[] {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return addOperations(file, join(folder, 'operations'), SCHEMA).map((path) =>
    path.slice(folder.length),
  );
}

const contentOf = (name: string) => readFileSync(join(folder, 'operations', name), 'utf8');

test('each operation gets a file of its own, with the fragments that it uses and no others', () => {
  const text = `query LaPrimera { a { ...F } } query OtraCosa { b }
    fragment F on A { ...G } fragment G on A { id } fragment H on A { name }`;
  expect(add('web.graphql', text)).toEqual([
    '/operations/la-primera.graphql',
    '/operations/otra-cosa.graphql',
  ]);
  expect(contentOf('la-primera.graphql').replaceAll(/\s+/g, ' ').trim()).toBe(
    '# From web.graphql. query LaPrimera { a { ...F } } fragment F on A { ...G } fragment G on A { id }',
  );
  expect(contentOf('otra-cosa.graphql')).toBe('# From web.graphql.\nquery OtraCosa {\n  b\n}\n');
});

test('a manifest of another tool is added too, and what is there already stays', () => {
  expect(add('map.json', { x: 'query A { b }', y: 'query B { b }' })).toHaveLength(2);
  expect(add('other.json', { z: 'query A {\n b\n}' })).toEqual([]);
  expect(contentOf('a.graphql')).toContain('# From map.json.');
});

test.each([
  ['is not there', 'missing', null, /missing/],
  ['is no GraphQL', 'x.graphql', 'query {', /holds no operations/],
  ['is no manifest', 'x.json', [], /holds no operations/],
  ['has an operation without a name', 'x.graphql', 'query A { b } { b }', /without a name/],
  ['has a name of another form', 'x.graphql', 'query otra_cosa { b }', /a name like/],
  ['does not fit the schema', 'x.graphql', 'query A { b } query B { c }', /B does not fit/],
  ['takes the name of another', 'x.graphql', 'query New { b } query Taken { b }', /another name/],
])('nothing is added of a file that %s', (_, name, content, reason) => {
  writeFileSync(join(folder, 'operations', 'taken.graphql'), 'query Taken { a { id } }');
  const addAll = () =>
    content === null
      ? addOperations(join(folder, name), join(folder, 'operations'), SCHEMA)
      : add(name, content);
  expect(addAll).toThrow(reason);
  expect(readdirSync(join(folder, 'operations'))).toEqual(['taken.graphql']);
});
