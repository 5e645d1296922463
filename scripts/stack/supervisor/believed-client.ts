import { isIP } from 'node:net';
import type { OwnVariableOf } from '../../../common/topology/services.ts';
import type { Variables } from '../../operate/environment/settings.ts';
import { reachableHost } from './service-environment.ts';

type ForwardingVariables = Partial<
  Record<OwnVariableOf<'router'> | OwnVariableOf<'web'>, string | undefined>
>;

/** Linux gives this machine all of 127.0.0.0/8. No other program has a reason to call from here. */
const WEB_ADDRESS = '127.87.69.66';

/**
 * The variables by which the router believes `web`, and no other program of this machine, about the
 * address of a caller. Where `web` has no address that is its own, this machine is believed.
 * @param variables the environment of whoever starts them; what it says of proxies still counts
 */
export function forwardingVariables(variables: Variables, host: string): ForwardingVariables {
  // Another gateway has an operator of its own, who knows from where it is called.
  if (variables['API_GATEWAY_URL'] ?? variables['ROUTER_URL']) return {};
  const source = variables['GATEWAY_SOURCE_ADDRESS'] ?? sourceAddressFor(host);
  const believed = source === null ? ownAddresses(host) : [source];
  const given = variables['TRUSTED_PROXIES'];
  return {
    TRUSTED_PROXIES: [...(given ? [given] : []), ...believed].join(','),
    ...(source !== null && { GATEWAY_SOURCE_ADDRESS: source }),
  };
}

/** The addresses from which this machine calls a server of its own. */
function ownAddresses(host: string): string[] {
  const reachable = reachableHost(host);
  const given = isIP(reachable) === 0 ? [] : [reachable];
  return [...new Set(['127.0.0.1', '::1', ...given])];
}

/** @returns null where the router cannot be called from an address that is `web`'s alone */
function sourceAddressFor(host: string): string | null {
  const isReachable = process.platform === 'linux' && isIP(reachableHost(host)) === 4;
  return isReachable ? WEB_ADDRESS : null;
}
