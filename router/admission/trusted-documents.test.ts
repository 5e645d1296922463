import { expect, test } from '@jest/globals';
import type { Log } from '../../common/process/log/log.ts';
import type { RequestedOperation } from '../http/requested-operation.ts';
import { documentHash, type TrustedDocument } from './manifest.ts';
import { createTrustedDocuments } from './trusted-documents.ts';

const BODY = 'query A {\n  a\n}';
const known: TrustedDocument = { id: documentHash(BODY), name: 'A', body: BODY };
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

function resolveIn(
  mode: 'on' | 'log' | 'off',
  more: Partial<RequestedOperation>,
  documents: readonly TrustedDocument[] = [known],
) {
  const trusted = createTrustedDocuments(mode);
  trusted.use(documents);
  return trusted.resolve(asked(more), log);
}

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

test('an id that another tool has chosen runs its document, whose text is known too', () => {
  const other = { ...known, id: 'shop-2026.A' };
  expect(resolveIn('on', { documentId: 'shop-2026.A' }, [other])?.query).toBe(BODY);
  warnings.length = 0;
  expect(resolveIn('log', { query: BODY }, [other])?.query).toBe(BODY);
  expect(warnings).toEqual([]);
});

test('of a document with several operations the request names one', () => {
  const body = 'query A { a } query B { b }';
  const both = { id: 'both', name: null, body };
  const asks = { documentId: 'both', operationName: 'B' };
  expect(resolveIn('on', asks, [both])).toMatchObject({ query: body, operationName: 'B' });
});

test('documents that are used from now on replace those before', () => {
  const trusted = createTrustedDocuments('on');
  trusted.use([known]);
  trusted.use([{ id: 'b', name: 'B', body: 'query B { b }' }]);
  expect(trusted.resolve(asked({ documentId: 'b' }), log)?.query).toBe('query B { b }');
  expect(() => trusted.resolve(asked({ documentId: known.id }), log)).toThrow(
    expect.objectContaining({ code: 'OPERATION_NOT_TRUSTED' }),
  );
});
