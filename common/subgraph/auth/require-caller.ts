import { refusal } from '../../process/errors/refusals.ts';
import type { Caller } from '../../process/identity/service-token.ts';

/**
 * Guards an internal field: only the named service may use it, whoever else holds a valid token.
 * @throws refusal SERVICE_TOKEN_INVALID, answered with HTTP 403
 */
export function requireCaller(caller: Caller, service: string): void {
  if (caller.service === service) return;
  throw refusal('SERVICE_TOKEN_INVALID');
}
