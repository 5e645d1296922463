import { expect, test } from '@jest/globals';
import { buildSchema, OperationTypeNode } from 'graphql';
import type { ManifestEntry } from '../operations/manifest.ts';
import { renderWebOperations } from './web-operations.ts';

const SCHEMA = buildSchema('type Query { a: A b: Int } type A { id: ID! name: String }');

function entry(name: string, body: string): ManifestEntry {
  return { id: `hash-of-${name}`, name, type: OperationTypeNode.QUERY, body };
}

/** All the code in one text. */
async function render(entries: ManifestEntry[]): Promise<string> {
  return [...(await renderWebOperations(SCHEMA, entries)).values()].join('\n');
}

test('the browser gets the id of an operation and its types, and no text', async () => {
  const code = await render([entry('LaLista', 'query LaLista { a { id } }')]);
  expect(code).toContain('export const LA_LISTA: Operation<LaListaData, LaListaVariables> =');
  expect(code).toContain('"id":"hash-of-LaLista"');
  expect(code).toContain(' id: string');
  expect(code).not.toContain('query LaLista');
});

test('a screen that asks one operation does not load the ids of the others', async () => {
  const entries = [entry('One', 'query One { b }'), entry('Two', 'query Two { b }')];
  const files = await renderWebOperations(SCHEMA, entries);
  expect(files.get('operation-ids/One.ts')).toContain('hash-of-One');
  expect(files.get('operation-ids/One.ts')).not.toContain('hash-of-Two');
  expect(files.get('operations.ts')).not.toContain('hash-of-');
  expect(files.get('operations.ts')).toContain(`export { TWO } from './operation-ids/Two.ts';`);
});

test('a fragment that two files repeat is one, and two of one name are refused', async () => {
  const one = entry('One', 'query One { a { ...F } } fragment F on A { id }');
  const same = entry('Two', 'query Two { a { ...F } } fragment F on A { id }');
  const other = entry('Two', 'query Two { a { ...F } } fragment F on A { name }');
  await expect(render([one, same])).resolves.toContain('TWO');
  await expect(render([one, other])).rejects.toThrow('the name F');
});

test('an operation that does not fit the API is told', async () => {
  const wrong = entry('Wrong', 'query Wrong { c }');
  await expect(render([wrong])).rejects.toThrow('Cannot query field "c"');
});
