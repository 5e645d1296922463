import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Route } from '../../common/process/http/http-server.ts';

const EXAMPLE_FILE = resolve(import.meta.dirname, '../../operations/productos.graphql');

/** Everything stands in the page itself, and it talks to the router alone. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob: data:",
  'worker-src blob: data:',
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data:',
  "connect-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GraphiQL in one page that loads nothing from outside: it works without a connection. */
export function createGraphiqlRoute(endpoint: string): Route {
  let page: Promise<string> | undefined;
  return async () => {
    page ??= renderPage(endpoint);
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': CONTENT_POLICY,
      },
      body: await page,
    };
  };
}

/** Loaded on first use: the page weighs 9 MB, and production never shows it. */
async function renderPage(endpoint: string): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL({
    endpoint,
    title: 'ElectroPlus',
    defaultQuery: readFileSync(EXAMPLE_FILE, 'utf8'),
  });
}
