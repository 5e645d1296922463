import { expect, test } from '@jest/globals';
import {
  allSecretVariables,
  SUBGRAPH_NAMES,
  serviceNamed,
} from '../../../common/topology/derived.ts';
import { SERVICES, type ServiceName } from '../../../common/topology/services.ts';
import { serviceEnvironment } from './service-environment.ts';

const graph = {
  host: '0.0.0.0',
  ports: { inventario: 1, ventas: 2, usuarios: 4, router: 3, web: 5 } as Record<
    ServiceName,
    number
  >,
  databaseUrls: { inventario: 'mysql://i', ventas: 'mysql://v', usuarios: 'mysql://u' },
  edgeSecrets: Object.fromEntries(allSecretVariables().map((name) => [name, `of ${name}`])),
  variables: { LOG_LEVEL: 'debug', CORS_ORIGINS: 'https://shop.test', HOME: '/root', NODE_ENV: '' },
};

test('a subgraph gets its own database, its own edges and nothing of the shell', () => {
  expect(serviceEnvironment(serviceNamed('ventas'), graph)).toEqual({
    HOST: '0.0.0.0',
    LOG_LEVEL: 'debug',
    VENTAS_PORT: '2',
    VENTAS_DATABASE_URL: 'mysql://v',
    INVENTARIO_URL: 'http://127.0.0.1:1/graphql',
    USUARIOS_URL: 'http://127.0.0.1:4/graphql',
    SECRET_VENTAS_USUARIOS: 'of SECRET_VENTAS_USUARIOS',
    SECRET_USUARIOS_VENTAS: 'of SECRET_USUARIOS_VENTAS',
    SECRET_ROUTER_VENTAS: 'of SECRET_ROUTER_VENTAS',
    SECRET_VENTAS_INVENTARIO: 'of SECRET_VENTAS_INVENTARIO',
    SECRET_INVENTARIO_VENTAS: 'of SECRET_INVENTARIO_VENTAS',
  });
});

test('the router has no database and none of the secrets between the subgraphs', () => {
  const environment = serviceEnvironment(serviceNamed('router'), graph);

  expect(environment).toMatchObject({
    HOST: '0.0.0.0',
    LOG_LEVEL: 'debug',
    CORS_ORIGINS: 'https://shop.test',
    ROUTER_PORT: '3',
    INVENTARIO_URL: 'http://127.0.0.1:1/graphql',
    VENTAS_URL: 'http://127.0.0.1:2/graphql',
    SECRET_ROUTER_INVENTARIO: 'of SECRET_ROUTER_INVENTARIO',
    SECRET_ROUTER_VENTAS: 'of SECRET_ROUTER_VENTAS',
    APOLLO_TELEMETRY_DISABLED: 'true',
  });
  const subgraphs = SUBGRAPH_NAMES.map((name) => name.toUpperCase());
  expect(Object.keys(environment).sort()).toEqual(
    [
      ...['HOST', 'LOG_LEVEL', 'CORS_ORIGINS', 'ROUTER_PORT', 'APOLLO_TELEMETRY_DISABLED'],
      ...subgraphs.flatMap((name) => [`${name}_URL`, `SECRET_ROUTER_${name}`]),
    ].sort(),
  );
});

test('the secret that signs access tokens is given to usuarios and to nobody else', () => {
  const holders = SERVICES.filter(({ name }) =>
    Object.hasOwn(serviceEnvironment(serviceNamed(name), graph), 'SECRET_ACCESS_TOKENS'),
  );

  expect(holders.map(({ name }) => name)).toEqual(['usuarios']);
});

test('an address given in the environment wins over host and port', () => {
  const variables = { VENTAS_URL: 'http://ventas.internal/graphql' };
  const environment = serviceEnvironment(serviceNamed('inventario'), { ...graph, variables });

  expect(environment['VENTAS_URL']).toBe('http://ventas.internal/graphql');
});
