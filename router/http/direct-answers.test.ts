import { beforeEach, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { deadlineIn } from '../../common/process/http/deadline.ts';
import type { HttpCall } from '../../common/process/http/http-server.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import type { AdmittedOperation } from '../admission/admission.ts';
import type { PlanAnswer, PlanExecutor } from '../execution/plan-executor.ts';
import { NOBODY } from '../identity/client-identity.ts';
import type { IdentifiedRequest } from '../identity/identified-request.ts';
import { createDirectAnswers, type DirectAnswers } from './direct-answers.ts';

const KNOWN = '{ known }';
const JSON_TYPE = 'application/json; charset=utf-8';

let result: PlanAnswer;
/** The cookie that a subgraph gives while the operation runs. */
let cookie: string | undefined;
let direct: DirectAnswers;
/** The variables of each run. */
let runs: unknown[];

const executor: PlanExecutor = {
  forServer: (general) => general,
  runKnown({ query }, { variables, context }) {
    if (query !== KNOWN) return null;
    if (cookie !== undefined) context.passCookie(cookie);
    runs.push(variables);
    return { operationName: 'Known', result: Promise.resolve(result) };
  },
};

const callWith = (accept?: string) => ({ headers: accept ? { accept } : {} }) as HttpCall;
const answered = (contentType: string) => ({
  status: 200,
  headers: { 'content-type': contentType },
  body: '',
});

beforeEach(() => {
  runs = [];
  result = { data: { known: 1 } };
  cookie = undefined;
  direct = createDirectAnswers(executor, { showsCost: false });
  direct.learn(callWith(), answered(JSON_TYPE));
});

function ask(more: Partial<AdmittedOperation> = {}, accept?: string) {
  const operation: AdmittedOperation = {
    cost: 3,
    isRead: true,
    query: KNOWN,
    documentId: undefined,
    operationName: undefined,
    variables: undefined,
    extensions: undefined,
    ...more,
  };
  const request: IdentifiedRequest = {
    call: callWith(accept),
    requestId: 'r',
    log: silentLog,
    deadline: deadlineIn(1_000),
    body: undefined,
    characters: 0,
    requested: operation,
    operation,
    client: NOBODY,
  };
  return direct.answer(operation, request);
}

test('a known operation is answered, with the cookie of usuarios and its name for the log', async () => {
  cookie = 'a=b';
  const given = await ask();
  expect(given?.reply).toEqual({
    status: 200,
    headers: { 'content-type': JSON_TYPE, 'cache-control': 'no-store' },
    setCookies: ['a=b'],
    isSecret: false,
    body: '{"data":{"known":1}}\n',
  });
  expect(given?.operationName).toBe('Known');
});

test('null in place of what may be left out is the same as nothing', async () => {
  await ask({ operationName: null, variables: null, extensions: null });
  await ask({ operationName: 'Known', variables: { a: 1 }, extensions: { clientLibrary: {} } });
  expect(runs).toEqual([{}, { a: 1 }]);
});

test.each<Partial<AdmittedOperation>>([
  { query: '{ unknown }' },
  { operationName: 7 },
  { variables: '{}' },
  { variables: [] },
  { extensions: 'x' },
  { extensions: [1] },
])('%j is left to ApolloServer', (more) => {
  expect(ask(more)).toBeNull();
  expect(runs).toEqual([]);
});

test('the media type of an answer is the one that ApolloServer chose for the same header', async () => {
  const accept = 'application/graphql-response+json';
  expect(ask({}, accept)).toBeNull();
  direct.learn(callWith(accept), { ...answered(JSON_TYPE), status: 406 });
  expect(ask({}, accept)).toBeNull();
  direct.learn(callWith(accept), answered(`${accept}; charset=utf-8`));
  expect((await ask({}, accept))?.reply.headers['content-type']).toBe(`${accept}; charset=utf-8`);
  expect((await ask())?.reply.headers['content-type']).toBe(JSON_TYPE);
});

test('errors come in the standard form, before the data, and their codes go to the log', async () => {
  const extensions = { code: 'TIMEOUT', serviceName: 'inventario' };
  result = {
    data: { known: null },
    errors: [new GraphQLError('x', { path: ['known'], extensions })],
  };
  const { reply, errorCodes } = (await ask())!;
  expect(reply.status).toBe(200);
  expect(reply.body).toBe(
    '{"errors":[{"message":"El servicio tardó demasiado en responder.","path":["known"],' +
      '"extensions":{"code":"TIMEOUT","requestId":"r"}}],"data":{"known":null}}\n',
  );
  expect(errorCodes).toEqual(['TIMEOUT']);
});

test('an answer that says only that the graph is busy is HTTP 503', async () => {
  const extensions = { code: 'SERVER_BUSY' };
  result = { data: null, errors: [new GraphQLError('x', { extensions })] };
  expect((await ask())?.reply).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
});

test('forbidden values are no news for clients; no data at all is an error', async () => {
  result = { data: { known: null }, extensions: { valueCompletion: [] } };
  expect((await ask())?.reply.body).toBe('{"data":{"known":null}}\n');
  result = { data: null, extensions: { valueCompletion: [] } };
  expect((await ask())?.reply.body).toContain('INTERNAL_SERVER_ERROR');
});

test('the cost is shown where it is shown', async () => {
  direct = createDirectAnswers(executor, { showsCost: true });
  direct.learn(callWith(), answered(JSON_TYPE));
  const { extensions } = JSON.parse(String((await ask())?.reply.body));
  expect(extensions).toEqual({ cost: { estimated: 3, max: 20_000 } });
});
