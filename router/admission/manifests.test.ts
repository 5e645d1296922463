// Goal: the manifests of several teams and tools count together, and again whenever they change.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../common/process/config/environment.ts';
import type { Log } from '../../common/process/log/log.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { documentHash, type TrustedDocument } from './manifest.ts';
import { followManifests, readManifests } from './manifests.ts';

const A = 'query A {\n  a\n}';
const B = 'mutation B {\n  b\n}';
const apollo = (...bodies: string[]) => ({
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: bodies.map((body) => ({ id: documentHash(body), name: 'X', type: 'query', body })),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'electroplus-manifests-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(`${path}.tmp`, typeof content === 'string' ? content : JSON.stringify(content));
  renameSync(`${path}.tmp`, path);
  return path;
}

test.each([
  ['Apollo', apollo(A), documentHash(A)],
  ['Apollo with ids of its own', { ...apollo(), operations: [{ id: 'a1', body: A }] }, 'a1'],
  ['GraphQL Code Generator', { [documentHash(A)]: A }, documentHash(A)],
  ['GraphQL Code Generator with SHA-1', { ['0'.repeat(40)]: A }, '0'.repeat(40)],
  ['gql.tada', { [`sha256:${documentHash(A)}`]: A }, documentHash(A)],
])('a manifest of %s is read', (_, content, id) => {
  expect(readManifests([write('m.json', content)])).toEqual([{ id, name: 'A', body: A }]);
});

test('files and folders count together, and a document of two manifests once', () => {
  const ours = write('ours.json', apollo(A));
  const teams = join(folder, 'teams');
  mkdirSync(teams);
  write('teams/web.json', { [`sha256:${documentHash(A)}`]: A });
  write('teams/till.json', { till: B });
  write('teams/notes.txt', '{');
  expect(readManifests([ours, teams])).toEqual([
    { id: documentHash(A), name: 'A', body: A },
    { id: 'till', name: 'B', body: B },
  ]);
});

test('an empty folder has no documents', () => {
  expect(readManifests([folder])).toEqual([]);
});

test('a document without a name, or with several operations, has no name', () => {
  const documents = readManifests([
    write('m.json', { a: '{ a }', b: 'query A { a } query B { b }' }),
  ]);
  expect(documents.map(({ name }) => name)).toEqual([null, null]);
});

test.each([
  ['that is no JSON', '{'],
  ['of another format', { format: 'relay', version: 1, operations: [] }],
  ['that is a list', [A]],
  ['that maps to something else', { a: { text: A } }],
  ['with an empty id', { '': A }],
  ['with a document that is no GraphQL', { a: 'query {' }],
  ['with a document without an operation', { a: 'fragment F on Query { a }' }],
  [
    'whose text was changed under its hash',
    { ...apollo(), operations: [{ id: documentHash(A), body: B }] },
  ],
])('a manifest %s keeps the router from starting, and is named', (_, content) => {
  const path = write('m.json', content);
  expect(() => readManifests([path])).toThrow(ConfigurationError);
  expect(() => readManifests([path])).toThrow(path);
});

test('a missing manifest keeps the router from starting', () => {
  const missing = join(folder, 'missing.json');
  expect(() => readManifests([missing])).toThrow(/missing\.json.*run npm run operations/);
});

test('one id with two texts is refused, with the file that came second', () => {
  const paths = [write('1.json', { a: A }), write('2.json', { a: B })];
  expect(() => readManifests(paths)).toThrow(/2\.json.*its id a stands for another text/);
});

test('a manifest that is added, changed or removed counts at once; a broken one changes nothing', async () => {
  write('1.json', { a: A });
  const used: string[][] = [];
  const events: string[] = [];
  const note = (event: string) => void events.push(event);
  const log: Log = { debug: note, info: note, warn: note, error: note, with: () => log };
  const use = (documents: readonly TrustedDocument[]) =>
    void used.push(documents.map(({ id }) => id));
  const manifests = await followManifests({ places: [folder], log, use });
  const uses = (ids: string[]) =>
    eventually(
      `documents ${ids.join()}`,
      () => JSON.stringify(used.at(-1)) === JSON.stringify(ids),
    );
  try {
    await uses(['a']);
    write('2.json', { b: B });
    await uses(['a', 'b']);
    write('2.json', { c: B });
    await uses(['a', 'c']);
    write('2.json', '{');
    await eventually('the refusal', () => events.includes('operations.rejected'));
    expect(manifests.current().map(({ id }) => id)).toEqual(['a', 'c']);
    rmSync(join(folder, '2.json'));
    await uses(['a']);
  } finally {
    manifests.close();
  }
});

test('the manifest of this repository can be read', () => {
  const path = resolve(import.meta.dirname, '../../schema/operations.json');
  expect(readManifests([path]).map(({ name }) => name)).toContain('RealizarVenta');
});
