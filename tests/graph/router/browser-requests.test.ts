// Goal: a browser signs in and works through `web` as if it stood before the router itself, and
// counts there as itself. Method: the real processes; browsers call from addresses of their own.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import { ADMINISTRATOR } from '../../../scripts/stack/throwaway/sign-in.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { auditEntryOf } from '../../support/audit-log.ts';
import { openShop, type Shop } from '../../support/shop.ts';

const PRELOAD = resolve(import.meta.dirname, '../../support/record-connections.mjs');
const PAGE = '<!doctype html><title>ElectroPlus</title>';
const SIGN_IN = `mutation In($input: IniciarSesionInput!) {
  iniciarSesion(input: $input) { accessToken refreshToken userErrors { code } } }`;
const RENEW = 'mutation { renovarSesion(input: {}) { accessToken userErrors { code } } }';
/** Linux gives every machine all of 127.0.0.0/8. */
const BROWSER = '127.0.0.9';

let directory: string;
let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electroplus-web-'));
  writeFileSync(join(directory, 'index.html'), PAGE);
  graph = await startGraph({
    services: ['ventas', 'router', 'web'],
    environment: {
      web: {
        INDEX_FILE: join(directory, 'index.html'),
        NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${PRELOAD}`,
        CONNECTIONS_FILE: join(directory, 'connections.jsonl'),
      },
    },
  });
  shop = await openShop(graph);
});
afterAll(async () => {
  await graph?.stop();
  rmSync(directory, { recursive: true });
});

/** Sends an operation from an address of this machine. */
async function send(
  url: string,
  query: string,
  { variables = {}, headers = {}, from = BROWSER }: Partial<Sending> = {},
) {
  const dispatcher = new Agent({ localAddress: from });
  try {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await answer.body.json()) as {
      data?: Record<string, Record<string, unknown>>;
      errors?: { extensions: { code: string } }[];
    };
    return { status: answer.statusCode, headers: answer.headers, ...body };
  } finally {
    await dispatcher.close();
  }
}

interface Sending {
  variables: object;
  headers: Record<string, string>;
  from: string;
}

/** Tries a wrong password. @returns the address that the audit log tells of it */
async function addressTold(url: string, options: Partial<Sending>): Promise<string | null> {
  const email = `${randomUUID()}@shop.test`;
  const variables = { input: { email, password: 'not-the-password' } };
  await send(url, SIGN_IN, { ...options, variables });
  const { address } = await auditEntryOf(shop, 'SIGN_IN_REFUSED', email);
  return address ?? null;
}

test('the router counts the address of the browser, whatever the browser says', async () => {
  expect(await addressTold(graph.urls.web, {})).toBe(BROWSER);
  expect(await addressTold(graph.urls.web, { headers: { 'x-forwarded-for': '6.6.6.6' } })).toBe(
    BROWSER,
  );
});

test('who goes round web to the router is believed no more than without it', async () => {
  const headers = { 'x-forwarded-for': '6.6.6.6' };
  for (const from of ['127.0.0.1', BROWSER]) {
    expect(await addressTold(graph.urls.router, { headers, from })).toBe(from);
  }
});

test('a browser keeps its session in the cookie that comes through', async () => {
  const variables = { input: { ...ADMINISTRATOR, useCookie: true } };
  const { data, headers } = await send(graph.urls.web, SIGN_IN, { variables });
  const cookies = [headers['set-cookie']].flat().map((cookie) => cookie?.split(';')[0]);

  expect(data?.['iniciarSesion']).toMatchObject({ userErrors: [], refreshToken: null });
  expect(cookies).toHaveLength(2);
  const renewed = await send(graph.urls.web, RENEW, { headers: { cookie: cookies.join('; ') } });
  expect(renewed.data?.['renovarSesion']).toMatchObject({
    accessToken: expect.any(String),
    userErrors: [],
  });
});

test('the page and its health are there while the router is not, and requests say so', async () => {
  const { origin } = new URL(graph.urls.web);
  await graph.kill('router');
  try {
    const page = await fetch(`${origin}/caja`);
    expect([page.status, await page.text()]).toEqual([200, PAGE]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    const { status, headers, errors } = await send(graph.urls.web, '{ categorias { id } }');
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  } finally {
    await graph.start('router');
  }
  expect((await send(graph.urls.web, '{ __typename }')).status).toBe(200);
});

test('it connects to the router, and to nothing else', async () => {
  await send(graph.urls.web, '{ __typename }');
  const lines = readFileSync(join(directory, 'connections.jsonl'), 'utf8').trim().split('\n');
  const seen = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const connections = seen.filter(({ port }) => port !== undefined);

  expect([...new Set(connections.map(({ port }) => port))]).toEqual([
    Number(new URL(graph.urls.router).port),
  ]);
  expect(seen.filter(({ host, lookup }) => (host ?? lookup) !== '127.0.0.1')).toEqual([]);
});
