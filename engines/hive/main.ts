import { createServer } from 'node:http';
import { closeGracefully, listen } from '../../common/process/http/http-server.ts';
import { runService } from '../../common/process/lifecycle/run-service.ts';
import { createLog } from '../../common/process/log/log.ts';
import { readRouterConfig } from '../../router/config.ts';
import { createHiveGateway } from './gateway.ts';

await runService(async () => {
  const config = readRouterConfig();
  const log = createLog('hive', config.logLevel);
  const gateway = createHiveGateway({ ...config, log });
  const server = createServer(gateway);
  const port = await listen(server, config.host, config.port);
  log.info('service.started', { port });
  return {
    log,
    async stop() {
      await closeGracefully(server);
      await gateway[Symbol.asyncDispose]();
      log.info('service.stopped');
    },
  };
});
