// Goal: without a good service token nobody gets anything out of a subgraph, not even its schema.
// Method: every attack on every kind of request; the answer must be the same 403 each time.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { newSecret } from '../../../scripts/operate/environment/secrets.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { sendRaw, signPost } from '../../support/service-call.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph({ services: ['inventario', 'ventas', 'usuarios'] });
});
afterAll(() => graph?.stop());

const SUBGRAPHS = ['inventario', 'ventas', 'usuarios'] as const;
type Subgraph = (typeof SUBGRAPHS)[number];

const SDL = JSON.stringify({ query: '{ _service { sdl } }' });
const NINE_MB = 9 * 1024 * 1024;

function secretOf(caller: string, callee: string): string {
  return graph.secrets[`SECRET_${caller.toUpperCase()}_${callee.toUpperCase()}`]!;
}

function expectRefused(reply: Awaited<ReturnType<typeof sendRaw>>) {
  expect(reply.status).toBe(403);
  const { requestId } = reply;
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(reply.text).toBe(
    `{"errors":[{"message":"Acceso denegado (API Key inválida).","extensions":{"code":"SERVICE_TOKEN_INVALID","requestId":"${requestId}"}}]}`,
  );
}

interface Claims {
  algorithm?: 'HS256' | 'HS512';
  issuer?: string;
  audience?: string;
  secret?: string;
  issuedAgoSeconds?: number;
  lifetimeSeconds?: number;
  method?: string;
  path?: string;
  body?: string;
}

/** A token of the router for `SDL`, good except for what is told otherwise. */
function forge(callee: Subgraph, claims: Claims = {}): Promise<string> {
  const { method = 'POST', path = '/graphql', body = SDL } = claims;
  const issuedAt = Math.floor(Date.now() / 1000) - (claims.issuedAgoSeconds ?? 0);
  const rh = createHash('sha256').update(`${method}\n${path}\n${body}`).digest('base64url');
  return new SignJWT({ rh })
    .setProtectedHeader({ alg: claims.algorithm ?? 'HS256' })
    .setIssuer(claims.issuer ?? 'router')
    .setAudience(claims.audience ?? callee)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (claims.lifetimeSeconds ?? 30))
    .sign(Buffer.from(claims.secret ?? secretOf('router', callee)));
}

/** The token of `forge` with another header and no signature. */
async function unsigned(callee: Subgraph): Promise<string> {
  const [, payload] = (await forge(callee)).split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${payload}.`;
}

/** Somebody whom it calls, and who calls it. */
const otherOf = (callee: Subgraph): Subgraph => (callee === 'ventas' ? 'inventario' : 'ventas');

const badTokens: Record<string, (callee: Subgraph) => Promise<string | undefined>> = {
  'no token': async () => undefined,
  'an empty token': async () => '',
  garbage: async () => 'garbage',
  'garbage in the form of a token': async () => 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA',
  'alg none': unsigned,
  'another algorithm with the right secret': (callee) => forge(callee, { algorithm: 'HS512' }),
  'a secret of nobody': (callee) => forge(callee, { secret: newSecret() }),
  "another edge's secret": (callee) =>
    forge(callee, { secret: secretOf('router', otherOf(callee)) }),
  'the secret of the edge in the other direction': (callee) =>
    forge(callee, { issuer: otherOf(callee), secret: secretOf(callee, otherOf(callee)) }),
  "another caller's name": (callee) => forge(callee, { issuer: otherOf(callee) }),
  'the name of nobody': (callee) => forge(callee, { issuer: 'web' }),
  'a name that every object has': (callee) => forge(callee, { issuer: 'constructor' }),
  "another subgraph's audience": (callee) => forge(callee, { audience: otherOf(callee) }),
  'a time that has passed': (callee) => forge(callee, { issuedAgoSeconds: 31 }),
  'a time that has not come': (callee) => forge(callee, { issuedAgoSeconds: -20 }),
  'a lifetime above 30 s': (callee) => forge(callee, { lifetimeSeconds: 31 }),
  'an old issue and a long lifetime': (callee) =>
    forge(callee, { issuedAgoSeconds: 40, lifetimeSeconds: 60 }),
};

describe.each(SUBGRAPHS)('%s', (callee) => {
  test('answers a call with a good token, else the attacks below would prove nothing', async () => {
    const token = await forge(callee);
    const reply = await sendRaw(graph.urls[callee], { method: 'POST', body: SDL, token });
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('type Query');
  });

  test.each(Object.keys(badTokens))('refuses %s', async (name) => {
    const token = await badTokens[name]!(callee);
    expectRefused(await sendRaw(graph.urls[callee], { method: 'POST', body: SDL, token }));
  });

  test('refuses a good token when body, path, query or method are others', async () => {
    const url = graph.urls[callee];
    const token = await forge(callee);
    const post = { method: 'POST', body: SDL, token };
    expectRefused(await sendRaw(url, { ...post, body: `${SDL} ` }));
    expectRefused(await sendRaw(`${url}?x=1`, post));
    expectRefused(await sendRaw(`${url}?`, post));
    expectRefused(await sendRaw(url, { ...post, method: 'PUT' }));
    expectRefused(await sendRaw(url, { ...post, token: await forge(callee, { path: '/' }) }));
  });

  test.each([
    ['the SDL', { query: '{ _service { sdl } }' }],
    [
      'entities',
      {
        query: '{ _entities(representations: [{ __typename: "Product", id: 1 }]) { __typename } }',
      },
    ],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['a batch', [{ query: '{ __typename }' }, { query: '{ __typename }' }]],
    ['what is no GraphQL', 'hola'],
    ['a body above the limit', { query: '{ __typename }', fill: 'x'.repeat(NINE_MB) }],
  ])('keeps %s from strangers', async (_, content) => {
    const body = JSON.stringify(content);
    expectRefused(await sendRaw(graph.urls[callee], { method: 'POST', body }));
    const token = await signPost({ caller: 'router', callee, secret: newSecret() }, body);
    expectRefused(await sendRaw(graph.urls[callee], { method: 'POST', body, token }));
  });

  test('keeps every method and every form of query from strangers', async () => {
    const url = graph.urls[callee];
    const byQuery = `${url}?query=${encodeURIComponent('{ _service { sdl } }')}`;
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expectRefused(await sendRaw(byQuery, { method }));
    }
    expect((await fetch(byQuery, { method: 'HEAD' })).status).toBe(403);
  });

  test('tells a known caller that its body is too large', async () => {
    const body = JSON.stringify({ query: '{ __typename }', fill: 'x'.repeat(NINE_MB) });
    const token = await forge(callee, { body });
    const reply = await sendRaw(graph.urls[callee], { method: 'POST', body, token });
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.text)).toEqual({
      errors: [
        {
          message: 'La solicitud es demasiado grande. El máximo es 8388608 bytes.',
          extensions: { code: 'PAYLOAD_TOO_LARGE', requestId: reply.requestId },
        },
      ],
    });
  });

  test('has nothing but its health outside of the endpoint', async () => {
    const origin = new URL(graph.urls[callee]).origin;
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    for (const path of ['/', '/graphql/', '/Graphql', '/.well-known/apollo/server-health']) {
      expect((await fetch(origin + path)).status).toBe(404);
    }
  });
});
