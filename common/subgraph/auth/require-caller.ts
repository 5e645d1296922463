import { fault } from '../../process/errors/faults.ts';
import type { Caller } from '../../process/identity/service-token.ts';

/**
 * Guards an internal field: only the named service may use it, whoever else holds a valid token.
 * @throws fault SERVICE_TOKEN_INVALID, answered with HTTP 403
 */
export function requireCaller(caller: Caller, service: string): void {
  if (caller.service === service) return;
  throw fault('SERVICE_TOKEN_INVALID');
}
