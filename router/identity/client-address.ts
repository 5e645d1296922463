import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { HttpCall } from '../../common/process/http/http-server.ts';

/** One customer of a provider shares so much of an IPv6 address: 4 groups of 16 bits. */
const NETWORK_GROUPS = 4;
/** The headers by which proxies say for whom they call. */
const FORWARDING_HEADERS = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/** Tells the address that a request comes from. */
export type AddressReader = (call: Pick<HttpCall, 'headers' | 'peerAddress'>) => string;

export interface AddressReaderOptions {
  /** Addresses and prefixes of our own proxies. */
  trustedProxies: readonly string[];
  /** Hears of a forwarding header from a peer that is none of them, which is not believed. */
  onUnbelieved?: (peerAddress: string) => void;
}

/**
 * Makes the reader of addresses. `x-forwarded-for` is believed only as far as our own proxies wrote
 * it: each appends who called it, so it is read from the right, past them.
 */
export function createAddressReader(options: AddressReaderOptions): AddressReader {
  const { trustedProxies, onUnbelieved } = options;
  const proxies = proxyList(trustedProxies);
  const isOurs = (address: string) => {
    if (trustedProxies.length === 0) return false;
    const family = isIP(address);
    return family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return ({ headers, peerAddress }) => {
    let address = plain(peerAddress);
    if (!isOurs(address)) {
      if (FORWARDING_HEADERS.some((name) => headers[name])) onUnbelieved?.(address);
      return networkOf(address);
    }
    for (const entry of forwardedFor(headers).reverse()) {
      const caller = plain(entry);
      // A proxy writes addresses: what else stands there came from further away, from anybody.
      if (isIP(caller) === 0) break;
      address = caller;
      if (!isOurs(address)) break;
    }
    return networkOf(address);
  };
}

/** @returns null when a text is no address and no prefix, or a prefix that everybody has */
export function parseProxy(text: string): { address: string; prefix: number } | null {
  const [address = '', given, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return null;
  const longest = family === 4 ? 32 : 128;
  const prefix = given === undefined ? longest : Number(given);
  const isPrefix = given === undefined || /^\d{1,3}$/.test(given);
  return isPrefix && prefix >= 1 && prefix <= longest ? { address, prefix } : null;
}

function proxyList(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const proxy = parseProxy(text);
    if (proxy === null) throw new Error(`the configuration let "${text}" pass`);
    const { address, prefix } = proxy;
    list.addSubnet(address, prefix, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function forwardedFor(headers: HttpCall['headers']): string[] {
  const given = headers['x-forwarded-for'] ?? '';
  return [given]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim());
}

/** An IPv4 address as itself, also where a socket of both families wrote it. */
function plain(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address().toString() : address;
}

/** An IPv6 client has a whole /64 of addresses to choose from: they are one. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
