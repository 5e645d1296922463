// @apollo/gateway as its documentation sets it up, with no more than what our subgraphs ask for: a
// yardstick for the router, and a second opinion on the subgraphs.
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import {
  createSigner,
  SERVICE_TOKEN_HEADER,
} from '../../../common/process/identity/service-token.ts';

export interface StockSubgraph {
  name: string;
  url: string;
  secret: string;
}

export interface StockGateway {
  url: string;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startStockGateway(
  supergraphSdl: string,
  subgraphs: readonly StockSubgraph[],
): Promise<StockGateway> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => {
      const subgraph = subgraphs.find((candidate) => candidate.name === name);
      if (!subgraph) throw new Error(`no address for the subgraph ${name}`);
      return new SigningDataSource(subgraph);
    },
  });
  const server = new ApolloServer({ gateway });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { url, stop: () => server.stop() };
}

/** The user in whose name it asks: it signs nobody in. */
const ADMINISTRATOR = { id: '1', roles: ['ADMIN'] };

class SigningDataSource extends RemoteGraphQLDataSource {
  readonly #sign: ReturnType<typeof createSigner>;

  constructor({ name, url, secret }: StockSubgraph) {
    super({ url });
    this.#sign = createSigner('router', name, [secret]);
    const send = this.fetcher;
    // The only place that sees the body as it goes over the wire.
    this.fetcher = (target, options) => {
      const { pathname, search } = new URL(target);
      const body = String(options?.body);
      const token = this.#sign({ method: 'POST', path: pathname + search, body }, ADMINISTRATOR);
      const headers = { ...(options?.headers as object), [SERVICE_TOKEN_HEADER]: token };
      return send(target, { ...options, headers });
    };
  }
}
