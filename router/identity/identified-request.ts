import type { AdmittedRequest } from '../admission/admission.ts';
import type { Client } from './client-identity.ts';
import type { ClientIdentifier } from './identify-client.ts';

/** A request whose client is known: it may be answered. */
export type IdentifiedRequest = Readonly<
  AdmittedRequest & {
    client: Client;
  }
>;

/** Finds out whose request it is. @throws HttpRefusal as the identifier does */
export async function identified(
  request: AdmittedRequest,
  identifier: ClientIdentifier,
): Promise<IdentifiedRequest> {
  const client = await identifier.identify(request.call);
  return { ...request, client };
}
