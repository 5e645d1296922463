import {
  commonVariables,
  databaseUrl,
  edgeSecrets,
  port,
  readEnvironment,
} from '../../common/config/environment.ts';

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
      SECRET_ACCESS_TOKENS: edgeSecrets,
    },
    process.env,
  );
}
