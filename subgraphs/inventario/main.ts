import { join } from 'node:path';
import { createHealth } from '../../common/process/http/health.ts';
import { createServiceClient } from '../../common/process/http/service-client.ts';
import { createSigner } from '../../common/process/identity/service-token.ts';
import { repeat } from '../../common/process/lifecycle/repeat.ts';
import { runService } from '../../common/process/lifecycle/run-service.ts';
import { createLog } from '../../common/process/log/log.ts';
import { insertAuditEvents } from '../../common/subgraph/audit/audit-store.ts';
import { recordRefusals } from '../../common/subgraph/audit/record-refusals.ts';
import { sendAudit } from '../../common/subgraph/audit/send-audit.ts';
import { openDatabase } from '../../common/subgraph/database/database.ts';
import { createMigrationsCheck } from '../../common/subgraph/database/migrations-current.ts';
import { createPrismaAdapter } from '../../common/subgraph/database/prisma-adapter.ts';
import { startSubgraphServer } from '../../common/subgraph/server/subgraph-server.ts';
import { readConfig } from './config.ts';
import { createLoaderFactory } from './context.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { purgeOldRefusals, sweepHolds } from './reservations/hold-sweeper.ts';
import { createReservations } from './reservations/reservations.ts';
import { createVentasClient } from './reservations/ventas-client.ts';
import { createRestocks } from './returns/restocks.ts';
import { buildSchema } from './schema.ts';
import { AUDIT_OUTBOX } from './tables.ts';

const MIGRATIONS = join(import.meta.dirname, '../../prisma/inventario/migrations');
const SWEEP_PAUSE_MS = 2_000;
const AUDIT_PAUSE_MS = 1_000;
const PURGE_PAUSE_MS = 3_600_000;

await runService(async () => {
  const config = readConfig();
  const log = createLog('inventario', config.LOG_LEVEL);
  const database = openDatabase(config.INVENTARIO_DATABASE_URL);
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(config.INVENTARIO_DATABASE_URL) });
  const reservations = createReservations(database);
  const restocks = createRestocks(database);
  const createLoaders = createLoaderFactory({ prisma, database });
  const health = createHealth({
    migrations: createMigrationsCheck(database, MIGRATIONS),
    database: async () => void (await database.script([{ sql: 'SELECT 1' }])),
  });
  const server = await startSubgraphServer({
    name: 'inventario',
    schema: buildSchema(),
    compilesQueries: config.COMPILED_QUERIES,
    host: config.HOST,
    port: config.INVENTARIO_PORT,
    secretsByCaller: {
      router: config.SECRET_ROUTER_INVENTARIO,
      ventas: config.SECRET_VENTAS_INVENTARIO,
    },
    health,
    log,
    extendContext: (base) => {
      const onForbidden = recordRefusals(
        (event) => insertAuditEvents(database, base, [event]),
        base.log,
      );
      return {
        ...base,
        prisma,
        database,
        reservations,
        restocks,
        loaders: createLoaders(),
        createLoaders,
        onForbidden,
      };
    },
  });

  const signer = createSigner('inventario', 'ventas', config.SECRET_INVENTARIO_VENTAS);
  const ventas = createVentasClient(createServiceClient(config.VENTAS_URL, signer, 2));
  const toUsuarios = createSigner('inventario', 'usuarios', config.SECRET_INVENTARIO_USUARIOS);
  const usuarios = createServiceClient(config.USUARIOS_URL, toUsuarios, 1);
  const background = [
    repeat('sweep-holds', () => sweepHolds({ database, reservations, ventas, log }), {
      pauseMs: SWEEP_PAUSE_MS,
      log,
    }),
    repeat('send-audit', () => sendAudit(database, AUDIT_OUTBOX, usuarios), {
      pauseMs: AUDIT_PAUSE_MS,
      log,
    }),
    repeat('purge', () => purgeOldRefusals(database, log), { pauseMs: PURGE_PAUSE_MS, log }),
  ];
  log.info('service.started', { port: server.port });

  return {
    log,
    async stop() {
      health.startDraining();
      await server.stop();
      await Promise.all(background.map((work) => work.stop()));
      await Promise.all([ventas.close(), usuarios.close(), prisma.$disconnect(), database.close()]);
      log.info('service.stopped');
    },
  };
});
