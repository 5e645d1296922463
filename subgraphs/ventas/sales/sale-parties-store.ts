import type { Statement } from '../../../common/subgraph/database/sql.ts';

/** The people of sales, as far as a sale needs to know them. */
export interface PartyRows {
  isActiveBySeller: ReadonlyMap<number, boolean>;
  customers: ReadonlySet<number>;
}

/** Looks people up: run with others, then read with `partyRows`. */
export function findParties(ids: {
  sellerIds: readonly number[];
  customerIds: readonly number[];
}): [sellers: Statement, customers: Statement] {
  // 0 is nobody's id: it keeps the lists from being empty, which SQL does not allow.
  return [
    {
      sql: 'SELECT id, active FROM Seller WHERE id IN (?)',
      values: [[0, ...new Set(ids.sellerIds)]],
    },
    { sql: 'SELECT id FROM Customer WHERE id IN (?)', values: [[0, ...new Set(ids.customerIds)]] },
  ];
}

export function partyRows(sellers: readonly unknown[], customers: readonly unknown[]): PartyRows {
  const sellerRows = sellers as { id: number; active: number }[];
  const customerRows = customers as { id: number }[];
  return {
    isActiveBySeller: new Map(sellerRows.map(({ id, active }) => [id, Boolean(active)])),
    customers: new Set(customerRows.map(({ id }) => id)),
  };
}
