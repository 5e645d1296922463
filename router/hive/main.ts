import { createServer } from 'node:http';
import { createLog } from '../../common/log/log.ts';
import { closeGracefully, listen } from '../../common/server/http-server.ts';
import { runService } from '../../common/server/run-service.ts';
import { readRouterConfig } from '../config.ts';
import { createHiveGateway } from './gateway.ts';

await runService(async () => {
  const config = readRouterConfig();
  const log = createLog('hive', config.logLevel);
  const gateway = createHiveGateway({ ...config, log });
  const server = createServer(gateway);
  const port = await listen(server, config.host, config.port);
  log.info('service.started', { port });
  return {
    async stop() {
      await closeGracefully(server);
      await gateway[Symbol.asyncDispose]();
      log.info('service.stopped');
    },
  };
});
