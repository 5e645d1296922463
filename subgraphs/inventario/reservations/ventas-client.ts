import { v7 as uuidv7 } from 'uuid';
import { deadlineIn } from '../../../common/process/http/deadline.ts';
import type { ServiceClient } from '../../../common/process/http/service-client.ts';
import { type SaleDecision, SETTLE_SALES } from './generated/decisions.ventas.ts';

/** The calls to ventas. Each throws when ventas does not answer. */
export interface VentasClient {
  /** Asks about attempts. An id that ventas has never seen is ABORTED from then on. */
  settleSales(ids: readonly string[]): Promise<Map<string, SaleDecision>>;
  close(): Promise<void>;
}

const BUDGET_MS = 3_000;

export function createVentasClient(service: ServiceClient): VentasClient {
  return {
    async settleSales(ids) {
      const data = await service.call({
        document: SETTLE_SALES,
        variables: { input: { ids } },
        requestId: `sweep-${uuidv7()}`,
        deadline: deadlineIn(BUDGET_MS),
      });
      return new Map(data.settleSales.results.map(({ id, decision }) => [id, decision]));
    },
    close: () => service.close(),
  };
}
