import { randomInt } from 'node:crypto';
import { isPortFree } from '../machine/port-holder.ts';

// Below the range from which systems take the ports of outgoing connections: a port found free here
// is not taken by a passing client before the server that wants it has started.
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

/** A port on loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isPortFree(port, '127.0.0.1')) return port;
  }
  throw new Error(`no free port found between ${FIRST_PORT} and ${LAST_PORT}`);
}
