// Goal: the plans of the known operations are there at the very moment of a swap.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Log, LogFields } from '../../common/process/log/log.ts';
import { documentHash, type TrustedDocument } from '../admission/manifest.ts';
import { readManifests } from '../admission/manifests.ts';
import { createPlanCache } from './plan-cache.ts';

const SCHEMA = resolve(import.meta.dirname, '../../schema');
const supergraph = readFileSync(resolve(SCHEMA, 'supergraph.graphql'), 'utf8');
const documents = readManifests([resolve(SCHEMA, 'operations.json')]);

const lines: { event: string; fields: LogFields | undefined }[] = [];
const note = (event: string, fields?: LogFields) => void lines.push({ event, fields });
const log: Log = { debug: note, info: note, warn: note, error: note, with: () => log };

test('prepared plans come in with the swap, not before', async () => {
  const { forGateway, prepare } = createPlanCache(() => documents, log);
  const id = documents[0]?.id ?? '';
  await prepare(supergraph);
  expect(await forGateway.get(id)).toBeUndefined();
  await forGateway.clear();
  for (const document of documents) {
    expect(await forGateway.get(document.id)).toMatchObject({ kind: 'QueryPlan' });
  }
});

test('a swap without preparation leaves no plan of the supergraph before', async () => {
  const { forGateway, prepare } = createPlanCache(() => documents, log);
  await prepare(supergraph);
  await forGateway.clear();
  await forGateway.clear();
  expect(await forGateway.get(documents[0]?.id ?? '')).toBeUndefined();
});

test('an operation that a supergraph has no field for is logged, the others are planned', async () => {
  const body = 'query Old { nada { id } }';
  const old: TrustedDocument = { id: documentHash(body), name: 'Old', body };
  const { forGateway, prepare } = createPlanCache(() => [old, ...documents], log);
  lines.length = 0;
  await prepare(supergraph);
  await forGateway.clear();
  expect(lines).toEqual([
    { event: 'operation.does-not-fit', fields: expect.objectContaining({ operationName: 'Old' }) },
    {
      event: 'plans.prepared',
      fields: { count: documents.length, durationMs: expect.any(Number) },
    },
  ]);
});

test('a supergraph that cannot be used is refused before the swap', async () => {
  const { prepare } = createPlanCache(() => documents, log);
  await expect(prepare('type Query {')).rejects.toThrow();
  await expect(prepare('type Query { a: Int }')).rejects.toThrow();
});
