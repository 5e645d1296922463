import type { HttpCall } from '../../common/process/http/http-server.ts';
import { hasRole } from '../../common/process/identity/roles.ts';
import type { ClientIdentifier } from './identify-client.ts';

/** Largest request of those who import files: 1,000 products with all that can be said of them. */
const MAX_IMPORT_BYTES = 6 * 1024 * 1024;

/**
 * Decides who may send a request that is larger than others: their token is verified before any
 * more of it is read.
 * @returns null for no more than others
 * @throws HttpRefusal as the identifier does
 */
export async function largestBody(
  call: HttpCall,
  identifier: ClientIdentifier,
): Promise<number | null> {
  const { actor } = await identifier.identify(call);
  return hasRole(actor, 'ADMIN') ? MAX_IMPORT_BYTES : null;
}
