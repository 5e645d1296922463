import { v7 as uuidv7 } from 'uuid';
import { deadlineIn } from '../../../common/process/http/deadline.ts';
import type { ServiceClient } from '../../../common/process/http/service-client.ts';
import { type SaleDecision, SETTLE_SALES } from './generated/decisions.ventas.ts';

/** Asks ventas about attempts. An id that ventas has never seen is ABORTED from then on. */
export type SaleDecisions = (ids: readonly string[]) => Promise<Map<string, SaleDecision>>;

const BUDGET_MS = 3_000;

export function createSaleDecisions(ventas: ServiceClient): SaleDecisions {
  return async (ids) => {
    const data = await ventas.call({
      document: SETTLE_SALES,
      variables: { input: { ids } },
      requestId: `sweep-${uuidv7()}`,
      deadline: deadlineIn(BUDGET_MS),
    });
    return new Map(data.settleSales.results.map(({ id, decision }) => [id, decision]));
  };
}
