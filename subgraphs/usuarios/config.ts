import {
  commonVariables,
  databaseUrl,
  edgeSecrets,
  port,
  readEnvironment,
  serviceUrl,
} from '../../common/process/config/environment.ts';

/** What usuarios reads from its environment. */
export function readConfig() {
  return readEnvironment(
    {
      ...commonVariables,
      USUARIOS_PORT: port(4003),
      USUARIOS_DATABASE_URL: databaseUrl,
      SECRET_ROUTER_USUARIOS: edgeSecrets,
      SECRET_INVENTARIO_USUARIOS: edgeSecrets,
      SECRET_VENTAS_USUARIOS: edgeSecrets,
      SECRET_USUARIOS_VENTAS: edgeSecrets,
      SECRET_ACCESS_TOKENS: edgeSecrets,
      VENTAS_URL: serviceUrl.default('http://127.0.0.1:4002/graphql'),
    },
    process.env,
  );
}
