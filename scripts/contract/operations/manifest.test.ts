import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { buildManifest, isFresh, PUBLISHED_FOLDERS, writeManifest } from './manifest.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-operations-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function manifestOf(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return JSON.parse(buildManifest([directory])) as { operations: { id: string; name: string }[] };
}

test('the committed manifest is what the operations give', () => {
  const text = buildManifest(PUBLISHED_FOLDERS.map((folder) => join(REPOSITORY_ROOT, folder)));
  expect(readFileSync(join(REPOSITORY_ROOT, 'schema', 'operations.json'), 'utf8')).toBe(text);
});

test('comments and layout do not change an id, a field does', () => {
  const idOf = (text: string) => manifestOf({ 'a.graphql': text }).operations[0]?.id;
  const id = idOf('query A { a b }');
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(idOf('# Says what it does.\nquery A {\n  a\n  b\n}\n')).toBe(id);
  expect(idOf('query A { a }')).not.toBe(id);
});

test('each object is asked for its type, once, and the operation itself is not', () => {
  const { operations } = manifestOf({
    'a.graphql': 'query A { a { b { c } __typename } ...F } fragment F on Query { d { e } }',
  });
  const [{ body }] = operations as unknown as [{ body: string }];
  expect(body.replaceAll(/\s+/g, ' ')).toBe(
    'query A { a { b { c __typename } __typename } ...F } ' +
      'fragment F on Query { d { e __typename } __typename }',
  );
});

test('operations stand in the order of their files; other files are not read', () => {
  const files = { 'b.graphql': 'mutation B { b }', 'a.graphql': 'query A { a }', 'c.txt': '{' };
  expect(manifestOf(files).operations).toMatchObject([
    { name: 'A', type: 'query' },
    { name: 'B', type: 'mutation' },
  ]);
});

test.each([
  ['no name', '{ a }'],
  ['two operations', 'query A { a } query B { b }'],
  ['a fragment only', 'fragment F on Query { a }'],
  ['no GraphQL', 'query A {'],
])('a file with %s is refused by its name', (_, text) => {
  expect(() => manifestOf({ 'x.graphql': text })).toThrow(/x\.graphql/);
});

test('a missing or another file is not fresh; what was written is', () => {
  const path = join(directory, 'operations.json');
  expect(isFresh(path, 'text')).toBe(false);
  writeManifest(path, 'text');
  expect(isFresh(path, 'text')).toBe(true);
  expect(isFresh(path, 'other')).toBe(false);
});

test('two operations of one name are refused, whatever folders they are in', () => {
  const build = () => manifestOf({ 'a.graphql': 'query A { a }', 'b.graphql': 'query A { b }' });
  expect(build).toThrow('Two operations have the name A.');
});
