import { expect, test } from '@jest/globals';
import { serviceNamed } from '../../../common/topology/derived.ts';
import {
  DATABASE_PORT,
  INSTALLATION_VARIABLES,
} from '../../../common/topology/general-variables.ts';
import { SERVICES } from '../../../common/topology/services.ts';
import { readDatabaseUrls, readSettings } from './settings.ts';

const ROUTER_PORT = serviceNamed('router').defaultPort;

test('an empty environment gives the documented defaults and an embedded database', () => {
  expect(readSettings({})).toMatchObject({
    isProduction: false,
    host: '127.0.0.1',
    databasePort: DATABASE_PORT,
    ports: Object.fromEntries(SERVICES.map(({ name, defaultPort }) => [name, defaultPort])),
    databaseUrls: null,
  });
});

test('.env.example shows the defaults of an installation', () => {
  const shown = INSTALLATION_VARIABLES.map(({ name, example }) => [name, example]);
  const { variables: _shown, ...settings } = readSettings(Object.fromEntries(shown));
  const { variables: _none, ...defaults } = readSettings({});
  expect(settings).toEqual(defaults);
});

test('a variable that is empty counts as not set', () => {
  expect(readSettings({ ROUTER_PORT: '', VENTAS_DATABASE_URL: ' ' })).toMatchObject({
    ports: { router: ROUTER_PORT },
    databaseUrls: null,
  });
});

test.each(['abc', '0', '65536', '40 00', '-1', '4000.5'])('ROUTER_PORT=%s is refused', (port) => {
  expect(() => readSettings({ ROUTER_PORT: port })).toThrow(
    'ROUTER_PORT must be a port from 1 to 65535',
  );
});

test('two programs on one port are refused before anything starts', () => {
  expect(() => readSettings({ VENTAS_PORT: String(ROUTER_PORT) })).toThrow(
    `VENTAS_PORT and ROUTER_PORT are both ${ROUTER_PORT}: give each its own port.`,
  );
});

test('one database URL without the other is refused, naming the missing one', () => {
  expect(() => readSettings({ INVENTARIO_DATABASE_URL: 'mysql://a:b@c/d' })).toThrow(
    /\bVENTAS_DATABASE_URL\b.* not set although another database URL is/,
  );
});

test('a command needs the URLs of the databases that it uses, and no others', () => {
  const inventario = 'mysql://a:b@c/d';
  const variables = { INVENTARIO_DATABASE_URL: inventario };

  expect(readDatabaseUrls(variables, ['inventario'])).toEqual({ inventario });
  expect(readDatabaseUrls({}, ['inventario'])).toBeNull();
  // The embedded database may be another shop's.
  expect(() => readDatabaseUrls(variables, ['usuarios'])).toThrow(
    'USUARIOS_DATABASE_URL not set although another database URL is',
  );
});
