import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../common/process/config/environment.ts';
import type { Log } from '../../common/process/log/log.ts';
import type { RequestedOperation } from '../http/requested-operation.ts';
import {
  createTrustedDocuments,
  documentHash,
  readManifest,
  type TrustedDocument,
} from './trusted-documents.ts';

const BODY = 'query A {\n  a\n}';
const known: TrustedDocument = { id: documentHash(BODY), name: 'A', type: 'query', body: BODY };
const warnings: { event: string; fields?: object }[] = [];
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  error: () => undefined,
  warn: (event, fields) => void warnings.push({ event, ...(fields && { fields }) }),
  with: () => log,
};

function asked(more: Partial<RequestedOperation>): RequestedOperation {
  return {
    query: undefined,
    documentId: undefined,
    operationName: undefined,
    variables: undefined,
    extensions: undefined,
    ...more,
  };
}

const resolveIn = (mode: 'on' | 'log' | 'off', more: Partial<RequestedOperation>) =>
  createTrustedDocuments([known], mode).resolve(asked(more), log);

test.each(['on', 'log', 'off'] as const)('%s: a known id runs its document', (mode) => {
  expect(resolveIn(mode, { documentId: known.id })?.query).toBe(BODY);
  expect(resolveIn(mode, { documentId: `sha256:${known.id}` })?.query).toBe(BODY);
});

test('the name of the operation, given or not, is the same request', () => {
  expect(resolveIn('on', { documentId: known.id, operationName: 'A' })).toEqual(
    resolveIn('on', { documentId: known.id }),
  );
  expect(resolveIn('on', { documentId: known.id, operationName: 'B' })?.operationName).toBe('B');
});

/** A client of Apollo sends the text then; where no text runs, the answer is final. */
test.each([
  ['on', 'OPERATION_NOT_TRUSTED'],
  ['log', 'PERSISTED_QUERY_NOT_SUPPORTED'],
  ['off', 'PERSISTED_QUERY_NOT_SUPPORTED'],
] as const)('%s: an unknown id without a text is %s', (mode, code) => {
  for (const documentId of ['', 'sha256:', 'a'.repeat(64), `x-own:${known.id}`, '__proto__']) {
    expect(() => resolveIn(mode, { documentId })).toThrow(expect.objectContaining({ code }));
  }
});

test.each(['log', 'off'] as const)('%s: a text runs whatever id comes with it', (mode) => {
  for (const documentId of [known.id, 'a'.repeat(64)]) {
    expect(resolveIn(mode, { documentId, query: '{ b }' })?.query).toBe('{ b }');
  }
});

test('on: an id with another text than its own is refused: which of the two is meant?', () => {
  expect(() => resolveIn('on', { documentId: known.id, query: '{ b }' })).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT' }),
  );
});

test('on: no text runs, not even that of a known document', () => {
  for (const query of ['{ b }', BODY]) {
    expect(() => resolveIn('on', { query })).toThrow(
      expect.objectContaining({ code: 'OPERATION_NOT_TRUSTED' }),
    );
  }
});

test('log: an unknown text runs and is logged with its hash, a known one only runs', () => {
  warnings.length = 0;
  expect(resolveIn('log', { query: '{ b }', operationName: 'B' })?.query).toBe('{ b }');
  expect(resolveIn('log', { query: BODY })?.query).toBe(BODY);
  expect(warnings).toEqual([
    {
      event: 'operation.untrusted',
      fields: { id: documentHash('{ b }'), operationName: 'B' },
    },
  ]);
});

test.each([undefined, '', 7, null])(
  'a request with the query %p and no id names nothing',
  (query) => {
    expect(resolveIn('on', { query })).toBeNull();
  },
);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-manifest-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

test.each([
  ['that is missing', null],
  ['that is no JSON', '{'],
  ['of another format', '{"format":"relay","version":1,"operations":[]}'],
  [
    'whose text was changed under its id',
    JSON.stringify({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ ...known, body: 'query A { b }' }],
    }),
  ],
])('a manifest %s keeps the router from starting', (_, text) => {
  const path = join(directory, 'operations.json');
  rmSync(path, { force: true });
  if (text !== null) writeFileSync(path, text);
  expect(() => readManifest(path)).toThrow(ConfigurationError);
  expect(() => readManifest(path)).toThrow(/run npm run operations/);
});

test('the manifest of this repository can be read', () => {
  const path = resolve(import.meta.dirname, '../../schema/operations.json');
  expect(readManifest(path).map(({ name }) => name)).toContain('RealizarVenta');
});
