import { isIPv6 } from 'node:net';
import type { HttpCall } from '../../common/process/http/http-server.ts';

/** How much of an IPv6 address is one customer of a provider: 4 groups of 16 bits. */
const NETWORK_GROUPS = 4;

/**
 * The address that a request comes from. `x-forwarded-for` is believed only as far as our own
 * proxies wrote it: each appends who called it, so the client stands before the last of them.
 * @param trustedProxies how many proxies stand before the router; 0: the header is ignored
 */
export function clientAddress(
  { headers, peerAddress }: Pick<HttpCall, 'headers' | 'peerAddress'>,
  trustedProxies: number,
): string {
  const given = headers['x-forwarded-for'];
  const forwarded = (Array.isArray(given) ? given.join(',') : (given ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const address = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined;
  return networkOf(address ?? peerAddress);
}

/** An IPv6 client has a whole /64 of addresses to choose from: they are one. */
function networkOf(address: string): string {
  const v4 = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (v4) return v4;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
