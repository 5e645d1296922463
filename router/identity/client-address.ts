import ipaddr from 'ipaddr.js';
import type { HttpCall } from '../../common/process/http/http-server.ts';

/** One customer of a provider shares so much of an IPv6 address: 4 groups of 16 bits. */
const NETWORK_GROUPS = 4;

/**
 * The address that a request comes from. `x-forwarded-for` is believed only as far as our own
 * proxies wrote it: each appends who called it, so the client stands before the last of them.
 * @param trustedProxies the number of proxies before the router; 0: the header is ignored
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
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
