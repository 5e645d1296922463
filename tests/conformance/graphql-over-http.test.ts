// Goal: the router speaks GraphQL over HTTP as its specification has it.
// Method: the audits of graphql-http against the real router process. They ask for the schema and
// for `__typename` only, so no subgraph is there.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AuditResult, auditServer } from 'graphql-http';
import { type Graph, startGraph } from '../../scripts/stack/throwaway/throwaway-graph.ts';

const AUDITS = 61;

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph({
    services: ['router'],
    environment: { router: { RATE_LIMIT: 'off' } },
  });
});
afterAll(() => graph?.stop());

function audit(extraHeaders: Record<string, string>): Promise<AuditResult[]> {
  return auditServer({
    url: graph.urls.router,
    fetchFn: (url: string, { headers, ...init }: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...(headers as object), ...extraHeaders } }),
  });
}

function described(results: AuditResult[]): string[] {
  return results.map((result) =>
    result.status === 'ok' ? 'ok' : `${result.status} ${result.id} ${result.name}`,
  );
}

test('a client that sends no header of ours meets no error and no warning', async () => {
  const results = await audit({});
  expect(results).toHaveLength(AUDITS);
  expect(described(results).filter((line) => /^(error|warn)/.test(line))).toEqual([]);
});

test('a client that shows that it is no simple page passes every audit', async () => {
  const results = await audit({ 'apollo-require-preflight': 'true' });
  expect(described(results)).toEqual(Array(AUDITS).fill('ok'));
});
