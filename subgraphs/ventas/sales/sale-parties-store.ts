import type { Query } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select } from '../../../common/subgraph/database/table.ts';
import { CUSTOMER, SELLER } from '../tables.ts';

/** The people of sales, by id, as far as a sale needs to know them. */
export interface PartyRows {
  sellers: ReadonlyMap<number, SellerFound>;
  customers: ReadonlyMap<number, CustomerFound>;
}

const SELLER_COLUMNS = ['id', 'active', 'name'] as const;
const CUSTOMER_COLUMNS = ['id', 'name', 'docType', 'docNumber'] as const;
type SellerFound = Pick<RowOf<typeof SELLER>, (typeof SELLER_COLUMNS)[number]>;
type CustomerFound = Pick<RowOf<typeof CUSTOMER>, (typeof CUSTOMER_COLUMNS)[number]>;

/** Looks people up: run with others, then read with `partyRows`. */
export function findParties(ids: {
  sellerIds: readonly number[];
  customerIds: readonly number[];
}): [sellers: Query<SellerFound>, customers: Query<CustomerFound>] {
  // 0 is nobody's id: it keeps the lists from being empty, which SQL does not allow.
  return [
    select(SELLER, SELLER_COLUMNS, 'WHERE id IN (?)', [[0, ...new Set(ids.sellerIds)]]),
    select(CUSTOMER, CUSTOMER_COLUMNS, 'WHERE id IN (?)', [[0, ...new Set(ids.customerIds)]]),
  ];
}

export function partyRows(
  sellers: readonly SellerFound[],
  customers: readonly CustomerFound[],
): PartyRows {
  return {
    sellers: new Map(sellers.map((seller) => [seller.id, seller])),
    customers: new Map(customers.map((customer) => [customer.id, customer])),
  };
}
