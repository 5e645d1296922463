// Goal: in production no service starts with a secret that is missing, short or easy to guess.
// Method: each service reads its environment as at its start, one secret spoilt at a time.
import { afterEach, expect, test } from '@jest/globals';
import { secretVariablesOf } from '../../common/topology/derived.ts';
import { SERVICES } from '../../common/topology/services.ts';
import { readRouterConfig } from '../../router/config.ts';
import { newSecret } from '../../scripts/operate/environment/secrets.ts';
import { readConfig as readInventario } from '../../subgraphs/inventario/config.ts';
import { readConfig as readUsuarios } from '../../subgraphs/usuarios/config.ts';
import { readConfig as readVentas } from '../../subgraphs/ventas/config.ts';
import { readWebConfig } from '../../web/server/config.ts';

const READ_BY_SERVICE = {
  inventario: readInventario,
  ventas: readVentas,
  usuarios: readUsuarios,
  router: readRouterConfig,
  web: readWebConfig,
} as const;

const before = { ...process.env };
afterEach(() => {
  process.env = before;
});

const cases = SERVICES.flatMap(({ name }) =>
  secretVariablesOf(name).map((secret) => [name, secret]),
);

/** Reads the configuration of a service in production, all good but for what is told. */
function read(service: string, spoilt: Record<string, string>): unknown {
  const name = service as keyof typeof READ_BY_SERVICE;
  const secrets = secretVariablesOf(name).map((secret) => [secret, newSecret()]);
  process.env = {
    NODE_ENV: 'production',
    [`${name.toUpperCase()}_DATABASE_URL`]: `mysql://user:password@127.0.0.1/${name}`,
    ...Object.fromEntries(secrets),
    ...spoilt,
  };
  return READ_BY_SERVICE[name]();
}

test.each(SERVICES)('$name starts when every secret is good', ({ name }) => {
  expect(read(name, {})).toBeTruthy();
});

test.each(cases)('%s does not start without a good %s', (service = '', secret = '') => {
  const reading = (value: string) => () => read(service, { [secret]: value });
  expect(reading('')).toThrow(`${secret} is missing`);
  expect(reading('Kx7-short')).toThrow(`${secret} needs at least 32 characters`);
  expect(reading('secret'.repeat(8))).toThrow(`${secret} is too easy to guess`);
  expect(reading('0123456789abcdef'.repeat(3))).toThrow(`${secret} is too easy to guess`);
  expect(reading(`${newSecret()},${'0123456789'.repeat(4)}`)).toThrow(`${secret} is too easy`);
});

test('two edges do not share a secret, for their ends would share it too', () => {
  const shared = newSecret();
  const spoilt = {
    SECRET_ROUTER_VENTAS: shared,
    SECRET_ROUTER_USUARIOS: `${newSecret()},${shared}`,
  };
  expect(() => read('router', spoilt)).toThrow(
    /SECRET_ROUTER_(USUARIOS|VENTAS) is the same as SECRET_ROUTER_(?!\1)(USUARIOS|VENTAS)/,
  );
});
