import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The patience of a server with connections that anybody may open; times in ms. */
export interface StrangerLimits {
  /** For the head of a request. */
  headersTimeout: number;
  /** For the whole request. */
  requestTimeout: number;
  /** Between two bytes, sent or read; a resting connection has its own, longer time. */
  timeout: number;
  maxConnections: number;
}

const LIMITS: StrangerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  timeout: 10_000,
  maxConnections: 4_096,
};
/** Above this part of the connections those that rest longest are closed, to let others in. */
const ALMOST_FULL = 0.9;

/** Knows which connections rest. */
export interface ConnectionGuard {
  /** A request has come on the connection. */
  works(socket: Socket): void;
  /** It was answered, or broke off. */
  rests(socket: Socket): void;
}

/**
 * Lets go of whoever sends or reads nothing for long, and of connections that only rest when there
 * are almost too many.
 */
export function guardAgainstStrangers(
  server: Server,
  given: Partial<StrangerLimits>,
): ConnectionGuard {
  const limits = { ...LIMITS, ...given };
  Object.assign(server, limits);
  const most = Math.floor(limits.maxConnections * ALMOST_FULL);
  let open = 0;
  /** In the order in which they came to rest. */
  const resting = new Set<Socket>();
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
      resting.delete(socket);
    });
    const [longest] = resting;
    if (open > most && longest) longest.destroy();
  });
  return {
    works: (socket) => void resting.delete(socket),
    rests: (socket) => void (socket.destroyed || resting.add(socket)),
  };
}
