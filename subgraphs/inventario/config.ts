import {
  commonVariables,
  databaseUrl,
  edgeSecrets,
  port,
  readEnvironment,
  serviceUrl,
} from '../../common/process/config/environment.ts';

/** What inventario reads from its environment. */
export function readConfig() {
  return readEnvironment(
    {
      ...commonVariables,
      INVENTARIO_PORT: port(4001),
      INVENTARIO_DATABASE_URL: databaseUrl,
      SECRET_ROUTER_INVENTARIO: edgeSecrets,
      SECRET_VENTAS_INVENTARIO: edgeSecrets,
      SECRET_INVENTARIO_VENTAS: edgeSecrets,
      SECRET_INVENTARIO_USUARIOS: edgeSecrets,
      USUARIOS_URL: serviceUrl.default('http://127.0.0.1:4003/graphql'),
      VENTAS_URL: serviceUrl.default('http://127.0.0.1:4002/graphql'),
    },
    process.env,
  );
}
