import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import type { ServiceClient } from '../../../common/process/http/service-client.ts';
import type { RequestContext } from '../../../common/subgraph/server/subgraph-server.ts';
import { LINKED, type LinkedData, type LinkedVariables } from './generated/account-links.ventas.ts';

/** The customer or seller of ventas for whom an account stands; null: nobody. */
export interface AccountLinks {
  sellerId: number | null;
  customerId: number | null;
}

/**
 * Says which links lead to nobody. An id that ventas has not given yet must not be linked: it would
 * be given to somebody later, and the account would see their purchases or sell in their name.
 * @throws refusal SERVICE_UNAVAILABLE when ventas does not answer
 */
export type CheckLinks = (links: AccountLinks) => Promise<UserError[]>;

type Request = Pick<RequestContext, 'requestId' | 'deadline' | 'log'>;

/** Asks ventas whether there are such people, and nothing about them. */
export function createLinkCheck(ventas: ServiceClient, request: Request): CheckLinks {
  return async ({ sellerId, customerId }) => {
    const people = [
      { type: 'Seller', id: sellerId, error: userError('SELLER_NOT_FOUND', ['sellerId']) },
      { type: 'Customer', id: customerId, error: userError('CUSTOMER_NOT_FOUND', ['customerId']) },
    ].filter(({ id }) => id !== null);
    if (people.length === 0) return [];
    const representations = people.map(({ type, id }) => ({ __typename: type, id: String(id) }));
    const found = await findEntities(ventas, request, representations);
    return people.flatMap(({ error }, index) => (found[index] ? [] : [error]));
  };
}

async function findEntities(
  ventas: ServiceClient,
  { requestId, deadline, log }: Request,
  people: LinkedVariables['people'],
): Promise<LinkedData['_entities']> {
  try {
    const { _entities } = await ventas.call({
      document: LINKED,
      variables: { people },
      requestId,
      deadline,
    });
    return _entities;
  } catch (error) {
    log.warn('account-links.unchecked', { error });
    throw refusal('SERVICE_UNAVAILABLE');
  }
}
