import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { allSecretVariables } from '../../../common/topology/derived.ts';
import { loadSecrets } from './secrets.ts';
import { readSettings } from './settings.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'secrets-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('secrets are made once, kept for their owner only, and the same at the next start', () => {
  const first = load();

  expect(load()).toEqual(first);
  expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(Object.keys(first.edges).sort()).toEqual(allSecretVariables().sort());
  const values = [...Object.values(first.edges), ...Object.values(first.databaseUsers)];
  expect(new Set([...values, first.databaseRoot]).size).toBe(values.length + 1);
  for (const value of values) expect(value.length).toBeGreaterThanOrEqual(32);
});

test('the secret of a new edge is added and the others stay', () => {
  const first = load();
  const file = join(directory, 'secrets.json');
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  delete kept.edges.SECRET_ROUTER_VENTAS;
  delete kept.databaseUsers.ventas;
  writeFileSync(file, JSON.stringify(kept));

  const second = load();

  expect(second.edges['SECRET_ROUTER_VENTAS']).toHaveLength(43);
  expect(second.edges['SECRET_ROUTER_VENTAS']).not.toBe(first.edges['SECRET_ROUTER_VENTAS']);
  expect(second.edges['SECRET_ROUTER_INVENTARIO']).toBe(first.edges['SECRET_ROUTER_INVENTARIO']);
  expect(second.databaseUsers.inventario).toBe(first.databaseUsers.inventario);
});

test('a secret of the environment wins and is not written to the file', () => {
  const given = 'x'.repeat(40);

  expect(load({ SECRET_ROUTER_VENTAS: given }).edges['SECRET_ROUTER_VENTAS']).toBe(given);
  expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).not.toContain(given);
});

test('production lists every secret that is missing or short, also inside of a rotation', () => {
  const long = 'x'.repeat(32);
  const environment = {
    NODE_ENV: 'production',
    SECRET_ROUTER_INVENTARIO: long,
    SECRET_ROUTER_VENTAS: 'short',
    SECRET_VENTAS_INVENTARIO: `${long},short`,
  };

  expect(() => load(environment)).toThrow(
    'Production needs secrets of at least 32 characters: set SECRET_USUARIOS_VENTAS, ' +
      'SECRET_ACCESS_TOKENS, SECRET_INVENTARIO_VENTAS, SECRET_INVENTARIO_USUARIOS, SECRET_VENTAS_INVENTARIO, ' +
      'SECRET_VENTAS_USUARIOS, SECRET_ROUTER_USUARIOS, SECRET_ROUTER_VENTAS',
  );
});

test.each(['', '{"edges":', '{"edges":{}}'])(
  'a damaged file (%j) is named, not overwritten',
  (text) => {
    writeFileSync(join(directory, 'secrets.json'), text);

    expect(() => load()).toThrow(/secrets\.json is damaged: delete it/);
    expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).toBe(text);
  },
);

test('a data directory that cannot be written is one sentence', () => {
  writeFileSync(join(directory, 'file'), '');

  expect(() => loadSecrets(readSettings({ DATA_DIR: join(directory, 'file', 'data') }))).toThrow(
    /^Cannot (read|write) .*secrets\.json/,
  );
});

function load(environment: Record<string, string> = {}) {
  return loadSecrets(readSettings({ DATA_DIR: directory, ...environment }));
}
