import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from '@jest/globals';
import { allSecretVariables } from '../../../common/topology/derived.ts';
import { loadSecrets } from '../environment/secrets.ts';
import { readSettings } from '../environment/settings.ts';
import { productionSecrets } from './production-secrets.ts';

test('production starts with the secrets as they are printed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'electroplus-secrets-'));
  try {
    const printed = parseEnv(productionSecrets());
    const settings = readSettings({ ...printed, NODE_ENV: 'production', DATA_DIR: directory });
    const { edges } = loadSecrets(settings);
    for (const name of allSecretVariables()) expect(edges[name]).toBe(printed[name]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('docker-compose finds every secret that it requires', () => {
  const file = readFileSync(join(import.meta.dirname, '../../../docker-compose.yml'), 'utf8');
  const required = [...file.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name!);
  expect(required.length).toBeGreaterThan(0);
  expect(Object.keys(parseEnv(productionSecrets()))).toEqual(expect.arrayContaining(required));
});

test('no secret comes twice, neither in one print nor in two', () => {
  const values = [productionSecrets(), productionSecrets()].flatMap((text) =>
    Object.values(parseEnv(text)),
  );
  expect(new Set(values).size).toBe(values.length);
});
