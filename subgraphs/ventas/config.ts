import {
  commonVariables,
  databaseUrl,
  edgeSecrets,
  port,
  readEnvironment,
  serviceUrl,
} from '../../common/process/config/environment.ts';

/** What ventas reads from its environment. */
export function readConfig() {
  return readEnvironment(
    {
      ...commonVariables,
      VENTAS_PORT: port(4002),
      VENTAS_DATABASE_URL: databaseUrl,
      SECRET_ROUTER_VENTAS: edgeSecrets,
      SECRET_INVENTARIO_VENTAS: edgeSecrets,
      SECRET_USUARIOS_VENTAS: edgeSecrets,
      SECRET_VENTAS_INVENTARIO: edgeSecrets,
      SECRET_VENTAS_USUARIOS: edgeSecrets,
      USUARIOS_URL: serviceUrl.default('http://127.0.0.1:4003/graphql'),
      INVENTARIO_URL: serviceUrl.default('http://127.0.0.1:4001/graphql'),
    },
    process.env,
  );
}
