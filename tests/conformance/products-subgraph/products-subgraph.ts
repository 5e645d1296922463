import { createHealth } from '../../../common/process/http/health.ts';
import { subgraphSchema } from '../../../common/subgraph/graphql/subgraph-schema.ts';
import { startSubgraphServer } from '../../../common/subgraph/server/subgraph-server.ts';
import { silentLog } from '../../support/silent-log.ts';
import { productsResolvers } from './products-resolvers.ts';

export interface StartedSubgraph {
  url: string;
  stop(): Promise<void>;
}

/** Apollo's example subgraph on the factory that every subgraph of the product stands on. */
export async function startProductsSubgraph(sdl: string, secret: string): Promise<StartedSubgraph> {
  const { port, stop } = await startSubgraphServer({
    name: 'products',
    schema: subgraphSchema([sdl], [productsResolvers]),
    compilesQueries: true,
    host: '127.0.0.1',
    port: 0,
    secretsByCaller: { router: [secret] },
    health: createHealth({}),
    log: silentLog,
    extendContext: (context) => context,
  });
  return { url: `http://127.0.0.1:${port}/graphql`, stop };
}
