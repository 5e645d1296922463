// Goal: an operation of ours that its contract no longer allows is found before anything runs.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '../../operate/environment/settings.ts';
import { generateTypedDocuments } from './typed-documents.ts';

const CLIENT = 'subgraphs/ventas/inventario-client';
const DOCUMENTS = `${CLIENT}/reservations.inventario.graphql`;
const CONTRACT = 'schema/inventario.graphql';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'documents-'));
  cpSync(join(REPOSITORY_ROOT, 'schema'), join(root, 'schema'), { recursive: true });
  write(DOCUMENTS, readFileSync(join(REPOSITORY_ROOT, DOCUMENTS), 'utf8'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).toContain(from);
  write(path, text.replaceAll(from, to));
}

test('what reserveStock answers cannot be renamed without its client', async () => {
  expect(await generateTypedDocuments(root)).toEqual([DOCUMENTS]);
  edit(CONTRACT, 'held: [HeldProduct!]!', 'heldProducts: [HeldProduct!]!');

  const refused = generateTypedDocuments(root);

  await expect(refused).rejects.toThrow(/Cannot query field "held" on type "Reservation"/);
  await expect(refused).rejects.toThrow(`${DOCUMENTS}:7:7`);
});

test('what reserveStock takes is renamed in the types of its variables', async () => {
  edit(CONTRACT, 'requestHash: String!', 'hash: String!');
  await generateTypedDocuments(root);

  const code = readFileSync(join(root, CLIENT, 'generated/reservations.inventario.ts'), 'utf8');
  expect(code).toMatch(/\bhash: string;/);
  expect(code).not.toContain('requestHash');
});

test('every operation that does not fit is named, not only the first', async () => {
  write('tests/a.api.graphql', 'query A { nothing }');
  write('tests/b.api.graphql', 'query B { nowhere }');

  await expect(generateTypedDocuments(root)).rejects.toThrow(/nothing(.|\n)*nowhere/);
});

test('clients of the graph may ask for nothing that is internal', async () => {
  write('tests/a.api.graphql', readFileSync(join(root, DOCUMENTS), 'utf8'));

  await expect(generateTypedDocuments(root)).rejects.toThrow('Unknown type "ReserveStockInput"');
});

test('code is made once, and goes with the operations that it was made from', async () => {
  write('tests/a.api.graphql', 'query A { productos { totalCount } }');
  const output = join(root, 'tests/generated/a.api.ts');

  expect(await generateTypedDocuments(root)).toHaveLength(2);
  expect(await generateTypedDocuments(root)).toEqual([]);
  expect(existsSync(output)).toBe(true);
  rmSync(join(root, 'tests/a.api.graphql'));
  await generateTypedDocuments(root);
  expect(existsSync(output)).toBe(false);
});

test('a file names the contract of its operations, and that must be there', async () => {
  write('tests/a.envios.graphql', 'query A { envios }');

  await expect(generateTypedDocuments(root)).rejects.toThrow(
    /a\.envios\.graphql.*schema\/envios\.graphql/,
  );
});

test('an operation without a name is refused: its constant would have none', async () => {
  write('tests/a.api.graphql', '{ productos { totalCount } }');

  await expect(generateTypedDocuments(root)).rejects.toThrow(/a\.api\.graphql.*without a name/);
});
