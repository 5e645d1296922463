import type { ServiceClient } from '../../../common/process/http/service-client.ts';
import type { Log } from '../../../common/process/log/log.ts';
import { createCallPolicy } from './call-policy.ts';
import { createInventarioClient, type InventarioClient } from './inventario-client.ts';

/** A buyer waits for these: a short try, a second and third one if no answer came. */
const RESERVE_LIMITS = { attemptMs: 700, maxRetries: 2, concurrent: 64, queued: 512 };
/** Nobody waits for these, and the outbox tries again. */
const SETTLE_LIMITS = { attemptMs: 3_000, maxRetries: 0, concurrent: 2, queued: 8 };

/** Somebody looks at these, and sells without them. */
const QUOTE_LIMITS = { attemptMs: 1_500, maxRetries: 0, concurrent: 16, queued: 64 };

/** The client of inventario with its policies: slow calls of one kind hold up no other kind. */
export function connectInventario(service: ServiceClient, log: Log): InventarioClient {
  return createInventarioClient({
    service,
    reservePolicy: createCallPolicy('reserve', RESERVE_LIMITS, log),
    settlePolicy: createCallPolicy('settle', SETTLE_LIMITS, log),
    quotePolicy: createCallPolicy('quote', QUOTE_LIMITS, log),
    log,
  });
}
