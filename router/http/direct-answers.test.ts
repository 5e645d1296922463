import { beforeEach, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { deadlineIn } from '../../common/process/http/deadline.ts';
import type { HttpCall } from '../../common/process/http/http-server.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import type { TrustedOperation } from '../admission/trusted-documents.ts';
import type { PlanAnswer, PlanExecutor } from '../execution/plan-executor.ts';
import { NOBODY } from '../identity/client-identity.ts';
import { createDirectAnswers, type DirectAnswers } from './direct-answers.ts';
import type { RouterContext } from './router-context.ts';

const KNOWN = '{ known }';
const JSON_TYPE = 'application/json; charset=utf-8';

let result: PlanAnswer;
let context: RouterContext;
let direct: DirectAnswers;
/** The variables of each run. */
let runs: unknown[];

const executor: PlanExecutor = {
  forServer: (general) => general,
  runKnown({ query }, { variables }) {
    if (query !== KNOWN) return null;
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
  context = {
    ...NOBODY,
    requestId: 'r',
    log: silentLog,
    deadline: deadlineIn(1_000),
    cookies: undefined,
    replyHeaders: { 'set-cookie': 'a=b' },
    cost: 3,
    outcome: { operationName: null, errorCodes: [], isWellFormed: false },
  };
  direct = createDirectAnswers(executor, { showsCost: false });
  direct.learn(callWith(), answered(JSON_TYPE));
});

function ask(more: Partial<TrustedOperation> = {}, accept?: string) {
  const operation = {
    query: KNOWN,
    documentId: undefined,
    operationName: undefined,
    variables: undefined,
    extensions: undefined,
    ...more,
  };
  return direct.answer({ call: callWith(accept), operation, context });
}

test('a known operation is answered, with the cookie of usuarios and its name for the log', async () => {
  expect(await ask()).toEqual({
    status: 200,
    headers: { 'content-type': JSON_TYPE, 'cache-control': 'no-store', 'set-cookie': 'a=b' },
    body: '{"data":{"known":1}}\n',
  });
  expect(context.outcome.operationName).toBe('Known');
});

test('null in place of what may be left out is the same as nothing', async () => {
  await ask({ operationName: null, variables: null, extensions: null });
  await ask({ operationName: 'Known', variables: { a: 1 }, extensions: { clientLibrary: {} } });
  expect(runs).toEqual([{}, { a: 1 }]);
});

test.each<Partial<TrustedOperation>>([
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
  expect((await ask({}, accept))?.headers['content-type']).toBe(`${accept}; charset=utf-8`);
  expect((await ask())?.headers['content-type']).toBe(JSON_TYPE);
});

test('errors come in the standard form, before the data, and their codes go to the log', async () => {
  const extensions = { code: 'TIMEOUT', serviceName: 'inventario' };
  result = {
    data: { known: null },
    errors: [new GraphQLError('x', { path: ['known'], extensions })],
  };
  const reply = await ask();
  expect(reply?.status).toBe(200);
  expect(reply?.body).toBe(
    '{"errors":[{"message":"El servicio tardó demasiado en responder.","path":["known"],' +
      '"extensions":{"code":"TIMEOUT","requestId":"r"}}],"data":{"known":null}}\n',
  );
  expect(context.outcome.errorCodes).toEqual(['TIMEOUT']);
});

test('an answer that says only that the graph is busy is HTTP 503', async () => {
  const extensions = { code: 'SERVER_BUSY' };
  result = { data: null, errors: [new GraphQLError('x', { extensions })] };
  expect(await ask()).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
});

test('forbidden values are no news for clients; no data at all is an error', async () => {
  result = { data: { known: null }, extensions: { valueCompletion: [] } };
  expect((await ask())?.body).toBe('{"data":{"known":null}}\n');
  result = { data: null, extensions: { valueCompletion: [] } };
  expect((await ask())?.body).toContain('INTERNAL_SERVER_ERROR');
});

test('the cost is shown where it is shown', async () => {
  direct = createDirectAnswers(executor, { showsCost: true });
  direct.learn(callWith(), answered(JSON_TYPE));
  const { extensions } = JSON.parse((await ask())?.body ?? '');
  expect(extensions).toEqual({ cost: { estimated: 3, max: 20_000 } });
});
