// Goal: what a subgraph of ours answers is what the federation specification asks of a subgraph.
// Method: Apollo's own compatibility tests against their example subgraph on our factory, joined
// with their other two by the stock gateway.
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { newSecret } from '../../scripts/operate/environment/secrets.ts';
import { REPOSITORY_ROOT } from '../../scripts/operate/environment/settings.ts';
import { freePort } from '../../scripts/stack/throwaway/free-port.ts';
import { startStockGateway } from '../../scripts/stack/throwaway/stock-gateway.ts';
import { startProductsSubgraph } from './products-subgraph/products-subgraph.ts';
import { startSigningProxy } from './signing-proxy.ts';

const PACKAGE = join(
  REPOSITORY_ROOT,
  'node_modules/@apollo/federation-subgraph-compatibility-tests',
);
const JEST = join(REPOSITORY_ROOT, 'node_modules/jest/bin/jest.js');

/** Traces inside of answers are for Apollo's paid service; our subgraphs offer none. */
const NOT_OFFERED = ['ftv1'];

const stops: (() => unknown)[] = [];
let productsUrl: string;
let gatewayUrl: string;

beforeAll(async () => {
  const secret = newSecret();
  const sdl = { products: readFileSync(join(PACKAGE, 'products.graphql'), 'utf8') };
  const products = await startProductsSubgraph(sdl.products, secret);
  stops.push(products.stop);
  const proxy = await startSigningProxy(products.url, 'products', secret);
  stops.push(proxy.stop);
  const others = await Promise.all([startTheirSubgraph('users'), startTheirSubgraph('inventory')]);

  const subgraphs = [{ name: 'products', url: products.url, sdl: sdl.products }, ...others];
  const { supergraphSdl = '' } = composeServices(
    subgraphs.map(({ name, url, sdl: text }) => ({ name, url, typeDefs: parse(text) })),
  );
  const gateway = await startStockGateway(
    supergraphSdl,
    subgraphs.map(({ name, url }) => ({ name, url, secret })),
  );
  stops.push(gateway.stop);
  productsUrl = proxy.url;
  gatewayUrl = gateway.url;
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** The subgraphs that the tests bring say over their channel when they listen. */
async function startTheirSubgraph(name: 'users' | 'inventory') {
  const directory = join(PACKAGE, 'dist/subgraphs', name);
  const port = await freePort();
  const variables = { [`${name.toUpperCase()}_PORT`]: String(port), NODE_ENV: 'production' };
  const child: ChildProcess = fork(join(directory, 'index.js'), {
    cwd: directory,
    env: { ...process.env, ...variables },
    silent: true,
  });
  stops.push(() => child.kill());
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  const sdl = readFileSync(join(directory, `${name}.graphql`), 'utf8');
  return { name, url: `http://127.0.0.1:${port}/`, sdl };
}

interface JestReport {
  testResults: { assertionResults: { fullName: string; status: string }[]; message: string }[];
}

async function runTheirTests(): Promise<JestReport> {
  const config = join(import.meta.dirname, 'jest.subgraph.config.mjs');
  // It ends with 1 as soon as one test fails; its report says which.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [JEST, '--config', config, '--ci', '--json', '--runInBand'],
    {
      env: { ...process.env, PRODUCTS_URL: productsUrl, GATEWAY_URL: gatewayUrl },
      maxBuffer: 64 * 1024 * 1024,
    },
  ).catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as JestReport;
}

test('every test of Apollo passes but the one for traces, which are not offered', async () => {
  const { testResults } = await runTheirTests();
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.filter(({ status }) => status !== 'passed').map((one) => one.fullName);
  expect({ failed, told: failed.length > NOT_OFFERED.length ? testResults : [] }).toEqual({
    failed: NOT_OFFERED,
    told: [],
  });
  expect(results).toHaveLength(23);
});
