import { HttpRefusal } from '../../common/process/http/http-server.ts';

/** Most requests of one address whose bodies are on their way at once. */
const MAX_BODIES = 256;

/** Reads a request of an address. */
export type BodyCap = <Read>(address: string, read: () => Promise<Read>) => Promise<Read>;

/**
 * Bounds what one address keeps in memory with requests that are not whole yet: each may be 1 MiB,
 * and has 15 s.
 * @throws HttpRefusal RATE_LIMITED
 */
export function createBodyCap(max = MAX_BODIES): BodyCap {
  const openByAddress = new Map<string, number>();
  return async (address, read) => {
    const open = openByAddress.get(address) ?? 0;
    if (open >= max) {
      const detail = `Hay ${max} solicitudes a medio enviar desde esta dirección.`;
      throw new HttpRefusal('RATE_LIMITED', detail, { 'retry-after': '1' });
    }
    openByAddress.set(address, open + 1);
    try {
      return await read();
    } finally {
      const left = (openByAddress.get(address) ?? 1) - 1;
      if (left === 0) openByAddress.delete(address);
      else openByAddress.set(address, left);
    }
  };
}
