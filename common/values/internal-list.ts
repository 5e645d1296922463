/**
 * Most items of a list in one call between services: callers cut their batches by it, callees
 * refuse more. A batch of the sale path is one such list.
 */
export const MAX_INTERNAL_LIST = 256;
