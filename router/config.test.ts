import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ConfigurationError } from '../common/process/config/environment.ts';
import { secretVariablesOf, serviceNamed } from '../common/topology/derived.ts';
import type { SubgraphName } from '../common/topology/services.ts';
import { readRouterConfig } from './config.ts';

const SECRET = 'a-secret-of-32-characters-at-least';
const addressOf = (name: SubgraphName) =>
  `http://127.0.0.1:${serviceNamed(name).defaultPort}/graphql`;
const before = { ...process.env };

beforeEach(() => {
  process.env = {
    // Those of subgraphs that came later, too.
    ...Object.fromEntries(secretVariablesOf('router').map((name) => [name, `${name} ${SECRET}`])),
    SECRET_ROUTER_INVENTARIO: `x${SECRET}, y${SECRET}`,
    SECRET_ROUTER_VENTAS: `ventas-${SECRET}`,
    SECRET_ROUTER_USUARIOS: `z${SECRET}`,
  };
});
afterEach(() => {
  process.env = before;
});

test('only the secrets are required; everything else has a default for one machine', () => {
  expect(readRouterConfig()).toMatchObject({
    isProduction: false,
    host: '127.0.0.1',
    port: serviceNamed('router').defaultPort,
    corsOrigins: ['http://localhost:3000'],
    subgraphs: expect.arrayContaining([
      {
        name: 'usuarios',
        url: addressOf('usuarios'),
        secrets: [`z${SECRET}`],
        timeoutMs: 3_000,
      },
      {
        name: 'inventario',
        url: addressOf('inventario'),
        secrets: [`x${SECRET}`, `y${SECRET}`],
        timeoutMs: 3_000,
      },
      {
        name: 'ventas',
        url: addressOf('ventas'),
        secrets: [`ventas-${SECRET}`],
        timeoutMs: 3_000,
      },
    ]),
  });
});

test('reading the configuration turns the telemetry of @apollo/gateway off', () => {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'false';
  readRouterConfig();
  expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('true');
});

test('every missing secret is named, and no value is shown', () => {
  process.env = { SECRET_ROUTER_VENTAS: 'short-secret' };
  expect(readRouterConfig).toThrow(ConfigurationError);
  expect(readRouterConfig).toThrow(/SECRET_ROUTER_INVENTARIO is missing.*SECRET_ROUTER_VENTAS/);
  expect(readRouterConfig).not.toThrow(/short-secret/);
});

test.each(['*', 'localhost:3000', 'http://a.example/path', 'http://a.example/'])(
  'refuses %p as an origin, which no browser would ever send',
  (origin) => {
    process.env['CORS_ORIGINS'] = `http://localhost:3000,${origin}`;
    expect(readRouterConfig).toThrow(/CORS_ORIGINS must be a list of origins/);
  },
);

test('production is closed unless told otherwise; development is open', () => {
  expect(readRouterConfig()).toMatchObject({
    trustedDocuments: 'off',
    rateLimitPoints: null,
    drainMs: 0,
    showsCost: true,
  });
  process.env['NODE_ENV'] = 'production';
  expect(readRouterConfig()).toMatchObject({
    trustedDocuments: 'on',
    rateLimitPoints: 60_000,
    drainMs: 2_000,
    showsCost: false,
  });
  process.env['RATE_LIMIT'] = 'off';
  process.env['TRUSTED_DOCUMENTS'] = 'log';
  expect(readRouterConfig()).toMatchObject({ trustedDocuments: 'log', rateLimitPoints: null });
});

test.each([
  ['TRUSTED_DOCUMENTS', 'yes'],
  ['RATE_LIMIT_POINTS', '0'],
  ['REDIS_URL', 'localhost:6379'],
  ['DRAIN_MS', '9000'],
  ['VENTAS_TIMEOUT_MS', '3001'],
])('%s=%s is refused by name', (name, value) => {
  process.env[name] = value;
  expect(readRouterConfig).toThrow(new RegExp(name));
});

test.each(['1', '-1', '0', '10.0.0.0/33', '0.0.0.0/0', '::/0', '10.0.0.0/8/8', 'proxy.local', 'ñ'])(
  'TRUSTED_PROXIES=%s is refused with the form that it has',
  (value) => {
    process.env['TRUSTED_PROXIES'] = `127.0.0.1,${value}`;
    expect(readRouterConfig).toThrow(
      'TRUSTED_PROXIES must be a list of addresses and prefixes such as 127.0.0.1,10.0.0.0/8',
    );
  },
);

test('proxies are addresses and prefixes; unless told otherwise there are none', () => {
  expect(readRouterConfig().trustedProxies).toEqual([]);
  process.env['TRUSTED_PROXIES'] = '127.0.0.1, 10.0.0.0/8,::1,fd00::/8,';
  const trustedProxies = ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'];
  expect(readRouterConfig()).toMatchObject({ trustedProxies });
});
