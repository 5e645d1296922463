import { join } from 'node:path';
import { createHealth } from '../../common/process/http/health.ts';
import { createServiceClient } from '../../common/process/http/service-client.ts';
import { createSigner } from '../../common/process/identity/service-token.ts';
import { runService } from '../../common/process/lifecycle/run-service.ts';
import { createLog } from '../../common/process/log/log.ts';
import { insertAuditEvents } from '../../common/subgraph/audit/audit-store.ts';
import { recordRefusals } from '../../common/subgraph/audit/record-refusals.ts';
import { openDatabase } from '../../common/subgraph/database/database.ts';
import { createMigrationsCheck } from '../../common/subgraph/database/migrations-current.ts';
import { createPrismaAdapter } from '../../common/subgraph/database/prisma-adapter.ts';
import { startSubgraphServer } from '../../common/subgraph/server/subgraph-server.ts';
import { readConfig, rulesOf } from './config.ts';
import { createLoaderFactory } from './context.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { connectInventario } from './inventario-client/connect-inventario.ts';
import { createInFlightKeys } from './sales/in-flight-keys.ts';
import { createSaleSteps } from './sales/sale-steps.ts';
import { buildSchema } from './schema.ts';
import { startWorkers } from './workers.ts';

const MIGRATIONS = join(import.meta.dirname, '../../prisma/ventas/migrations');

await runService(async () => {
  const config = readConfig();
  const log = createLog('ventas', config.LOG_LEVEL);
  const database = openDatabase(config.VENTAS_DATABASE_URL);
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(config.VENTAS_DATABASE_URL) });
  const signer = createSigner('ventas', 'inventario', config.SECRET_VENTAS_INVENTARIO);
  const service = createServiceClient(config.INVENTARIO_URL, signer);
  const inventario = connectInventario(service, log);
  const toUsuarios = createSigner('ventas', 'usuarios', config.SECRET_VENTAS_USUARIOS);
  const usuarios = createServiceClient(config.USUARIOS_URL, toUsuarios, 1);
  const health = createHealth({
    migrations: createMigrationsCheck(database, MIGRATIONS),
    database: async () => void (await database.script([{ sql: 'SELECT 1' }])),
  });

  const workers = startWorkers({ database, inventario, usuarios, log });
  const { decided, sendFacts, issueDocuments } = workers;

  const createLoaders = createLoaderFactory({ prisma, database });
  const mayBegin = () => inventario.isAvailable() && !health.isDraining();
  const steps = createSaleSteps({ database, inventario, mayBegin, decided, log });
  const rules = rulesOf(config);
  const sales = { database, inFlight: createInFlightKeys(), steps, limits: rules };
  const resources = { prisma, database, sales, inventario, rules, sendFacts, issueDocuments };
  const server = await startSubgraphServer({
    name: 'ventas',
    schema: buildSchema(),
    compilesQueries: config.COMPILED_QUERIES,
    host: config.HOST,
    port: config.VENTAS_PORT,
    secretsByCaller: {
      router: config.SECRET_ROUTER_VENTAS,
      inventario: config.SECRET_INVENTARIO_VENTAS,
      usuarios: config.SECRET_USUARIOS_VENTAS,
    },
    health,
    log,
    extendContext: (base) => {
      const onForbidden = recordRefusals(
        (event) => insertAuditEvents(database, base, [event]),
        base.log,
      );
      return { ...base, ...resources, loaders: createLoaders(), createLoaders, onForbidden };
    },
  });
  log.info('service.started', { port: server.port });

  return {
    log,
    async stop() {
      health.startDraining();
      await server.stop();
      await workers.stop();
      const closing = [service.close(), usuarios.close(), prisma.$disconnect(), database.close()];
      await Promise.all(closing);
      log.info('service.stopped');
    },
  };
});
