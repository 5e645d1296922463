import { createHealth } from '../../common/process/http/health.ts';
import { closeGracefully, listen } from '../../common/process/http/http-server.ts';
import { runService } from '../../common/process/lifecycle/run-service.ts';
import { createLog } from '../../common/process/log/log.ts';
import { readBuiltFiles } from './built-files.ts';
import { createChaos } from './chaos-routes.ts';
import { readWebConfig } from './config.ts';
import { withDemoAccounts } from './demo-accounts.ts';
import { createGateway } from './gateway-route.ts';
import { createPageRoute } from './page-route.ts';
import { createWebServer } from './web-server.ts';

await runService(async () => {
  const config = readWebConfig();
  const log = createLog('web', config.logLevel);
  const gateway = createGateway({
    url: config.gatewayUrl,
    sourceAddress: config.sourceAddress,
    log,
  });
  const built = readBuiltFiles(config.indexFile);
  const { demoAccounts } = config;
  // The page is served while the gateway is away: it tells people itself.
  const health = createHealth({});
  const chaos = config.chaos === null ? null : createChaos(config.chaos, config.gatewayUrl);
  const server = createWebServer({
    page: createPageRoute(demoAccounts === null ? built : withDemoAccounts(built, demoAccounts)),
    gateway: gateway.route,
    ...(chaos !== null && { chaos: chaos.routes }),
    health,
    log,
  });
  const port = await listen(server, config.host, config.port);
  log.info('service.started', { port });
  return {
    log,
    async stop() {
      health.startDraining();
      await closeGracefully(server);
      await Promise.all([gateway.close(), chaos?.close()]);
      log.info('service.stopped');
    },
  };
});
