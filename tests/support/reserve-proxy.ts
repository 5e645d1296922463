// Stands between ventas and inventario and can stop time at the one moment that matters: inventario
// has held the stock, ventas has not heard of it.
import { createServer, type IncomingMessage, request as openRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The fate of an answer on its way to ventas. */
export type Fate = 'deliver' | 'lose';

export interface ReserveProxy {
  /** The address that ventas gets as INVENTARIO_URL. */
  url: string;
  /** The number of reserveStock calls that have come through. */
  reserveCalls(): number;
  /** The real address of inventario; it must be set before the first call. */
  forwardTo(inventarioUrl: string): void;
  /**
   * Decides about the next answer to a reserveStock, after inventario has committed it.
   * @returns a promise that resolves when the decision is made
   */
  onceHeld(decide: () => Fate | Promise<Fate>): Promise<void>;
  close(): Promise<void>;
}

/** Starts the proxy; every answer is delivered unless a test decides otherwise. */
export async function startReserveProxy(): Promise<ReserveProxy> {
  let target: string | null = null;
  let reserveCalls = 0;
  let decideNext: (() => Promise<Fate>) | null = null;

  const server = createServer(async (request, response) => {
    try {
      const body = await buffer(request);
      const isReserve = body.includes('reserveStock(');
      if (isReserve) reserveCalls += 1;
      const reply = await forward(target ?? '', request, body);
      const decide = isReserve ? decideNext : null;
      if (decide) decideNext = null;
      if ((await decide?.()) === 'lose') {
        request.socket.destroy();
        return;
      }
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body);
    } catch {
      // inventario is down: ventas must see a broken connection, as without the proxy.
      request.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/graphql`,
    reserveCalls: () => reserveCalls,
    forwardTo(inventarioUrl) {
      target = inventarioUrl;
    },
    onceHeld(decide) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      decideNext = async () => {
        try {
          const fate = await decide();
          resolve();
          return fate;
        } catch (error) {
          reject(error);
          throw error;
        }
      };
      return promise;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Over a connection of its own: one that is kept alive could belong to a process that has died. */
function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    const options = { method: incoming.method ?? 'POST', headers, agent: false };
    const outgoing = openRequest(target, options, (answer) => {
      buffer(answer).then((text) => {
        const { connection: _close, 'keep-alive': _alive, ...answered } = answer.headers;
        resolve({ status: answer.statusCode ?? 502, headers: answered, body: text });
      }, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
