import { join } from 'node:path';
import { ConfigurationError } from '../../common/process/config/environment.ts';
import { createHealth } from '../../common/process/http/health.ts';
import { createServiceClient } from '../../common/process/http/service-client.ts';
import { createSigner } from '../../common/process/identity/service-token.ts';
import { repeat } from '../../common/process/lifecycle/repeat.ts';
import { runService } from '../../common/process/lifecycle/run-service.ts';
import { createLog } from '../../common/process/log/log.ts';
import { recordRefusals } from '../../common/subgraph/audit/record-refusals.ts';
import { type Database, openDatabase } from '../../common/subgraph/database/database.ts';
import { createMigrationsCheck } from '../../common/subgraph/database/migrations-current.ts';
import { createPrismaAdapter } from '../../common/subgraph/database/prisma-adapter.ts';
import { startSubgraphServer } from '../../common/subgraph/server/subgraph-server.ts';
import { createLinkCheck } from './accounts/account-links.ts';
import { findDemoAccounts } from './accounts/account-store.ts';
import { createPasswordHasher } from './accounts/password-hash.ts';
import { recordEvent } from './audit/audit-store.ts';
import { readConfig } from './config.ts';
import { createLoaderFactory, type SubgraphContext } from './context.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { buildSchema } from './schema.ts';
import { createAccessTokens } from './sessions/access-tokens.ts';
import { DEVICE_DAYS, purgeOldDevices } from './sessions/device-store.ts';
import { createRefreshTokens } from './sessions/refresh-token.ts';
import { purgeOldSessions, SESSION_DAYS } from './sessions/session-store.ts';
import { purgeOldFailures } from './sessions/sign-in-failures-store.ts';
import { createTokenCookie } from './sessions/token-cookie.ts';

const MIGRATIONS = join(import.meta.dirname, '../../prisma/usuarios/migrations');
const PURGE_PAUSE_MS = 3_600_000;

await runService(async () => {
  const config = readConfig();
  const log = createLog('usuarios', config.LOG_LEVEL);
  const database = openDatabase(config.USUARIOS_DATABASE_URL);
  if (config.NODE_ENV === 'production') await refuseDemoAccounts(database);
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(config.USUARIOS_DATABASE_URL) });
  const accessTokens = await createAccessTokens(config.SECRET_ACCESS_TOKENS);
  const refreshTokens = createRefreshTokens(config.SECRET_ACCESS_TOKENS);
  const isSecure = config.NODE_ENV === 'production';
  const refreshCookie = createTokenCookie({ of: 'refresh', days: SESSION_DAYS, isSecure });
  const deviceCookie = createTokenCookie({ of: 'device', days: DEVICE_DAYS, isSecure });
  const passwords = await createPasswordHasher();
  const toVentas = createSigner('usuarios', 'ventas', config.SECRET_USUARIOS_VENTAS);
  const ventas = createServiceClient(config.VENTAS_URL, toVentas, 1);
  const resources = {
    prisma,
    database,
    passwords,
    accessTokens,
    refreshTokens,
    refreshCookie,
    deviceCookie,
  };
  const createLoaders = createLoaderFactory({ prisma, database });
  const health = createHealth({
    migrations: createMigrationsCheck(database, MIGRATIONS),
    database: async () => void (await database.script([{ sql: 'SELECT 1' }])),
  });
  const server = await startSubgraphServer({
    name: 'usuarios',
    schema: buildSchema(),
    compilesQueries: config.COMPILED_QUERIES,
    host: config.HOST,
    port: config.USUARIOS_PORT,
    secretsByCaller: {
      router: config.SECRET_ROUTER_USUARIOS,
      inventario: config.SECRET_INVENTARIO_USUARIOS,
      ventas: config.SECRET_VENTAS_USUARIOS,
    },
    health,
    publicRoutes: { '/.well-known/jwks.json': accessTokens.publicKeysRoute },
    log,
    extendContext: (base) => {
      const context: SubgraphContext = {
        ...base,
        ...resources,
        loaders: createLoaders(),
        createLoaders,
        onForbidden: recordRefusals((event) => recordEvent(database, context, event), base.log),
        checkLinks: createLinkCheck(ventas, base),
        sender: base.caller,
        signedIn: {},
      };
      return context;
    },
  });
  const purging = repeat(
    'purge',
    async () => {
      await purgeOldSessions(database);
      await purgeOldFailures(database);
      await purgeOldDevices(database);
    },
    { pauseMs: PURGE_PAUSE_MS, log },
  );
  log.info('service.started', { port: server.port });

  return {
    log,
    async stop() {
      health.startDraining();
      await server.stop();
      await purging.stop();
      await Promise.all([ventas.close(), prisma.$disconnect(), database.close()]);
      log.info('service.stopped');
    },
  };
});

async function refuseDemoAccounts(database: Database): Promise<void> {
  const emails = await findDemoAccounts(database);
  if (emails.length === 0) return;
  throw new ConfigurationError(
    `This database has demo accounts, whose password everybody knows (${emails.join(', ')}): ` +
      'use a database of its own in production.',
  );
}
