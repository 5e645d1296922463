import {
  type UserError,
  userError,
  userErrorMessage,
} from '../../../common/process/errors/error-codes.ts';
import type { MismatchRejection, PartyRejection, Rejection, StockRejection } from './attempt.ts';
import type { Order } from './order.ts';
import type { ProductKey } from './product-sales-store.ts';

/** The members of the schema's `UserError` that a sale may answer with. */
export type SaleUserError =
  | UserError
  | (ErrorBase & {
      __typename: 'InsufficientStockError';
      product: ProductKey;
      requested: number;
      available: number;
    })
  | (ErrorBase & {
      __typename: 'PriceChangedError';
      product: ProductKey;
      /** In céntimos, as all amounts here. */
      expected: number;
      current: number;
    })
  | (ErrorBase & {
      __typename: 'PaymentMismatchError';
      due: number;
      offered: number;
    });

type ErrorBase = Pick<UserError, 'code' | 'message' | 'path'>;

/** Says in the graph's words why a sale was rejected; each error names the part it is about. */
export function saleUserErrors(
  rejections: readonly Rejection[],
  order: Pick<Order, 'lines'>,
): SaleUserError[] {
  return rejections.map((rejection) => {
    if ('productId' in rejection) return stockError(rejection, order);
    if ('dueCentimos' in rejection) return mismatchError(rejection);
    if ('path' in rejection) return userError(rejection.code, rejection.path);
    return userError(rejection.code, [PARTY_FIELDS[rejection.code]]);
  });
}

const PARTY_FIELDS = {
  SELLER_NOT_FOUND: 'sellerId',
  SELLER_INACTIVE: 'sellerId',
  CUSTOMER_NOT_FOUND: 'customerId',
} as const satisfies Record<PartyRejection['code'], string>;

function mismatchError({
  code,
  dueCentimos: due,
  offeredCentimos: offered,
}: MismatchRejection): SaleUserError {
  const path = ['input', 'payments'];
  return {
    __typename: 'PaymentMismatchError',
    code,
    message: userErrorMessage(code),
    path,
    due,
    offered,
  };
}

function stockError(rejection: StockRejection, { lines }: Pick<Order, 'lines'>): SaleUserError {
  const { code, productId, requested, available, expectedCentimos, currentCentimos } = rejection;
  const isAbout = (line: Order['lines'][number]) =>
    line.productId === productId &&
    (expectedCentimos === undefined || line.expectedUnitPriceCentimos === expectedCentimos);
  const path = ['input', 'items', String(lines.findIndex(isAbout))];
  const base = { code, message: userErrorMessage(code), path, product: { id: productId } };
  if (requested !== undefined && available !== undefined) {
    return { __typename: 'InsufficientStockError', ...base, requested, available };
  }
  if (expectedCentimos !== undefined && currentCentimos !== undefined) {
    const prices = { expected: expectedCentimos, current: currentCentimos };
    return { __typename: 'PriceChangedError', ...base, ...prices };
  }
  return { __typename: 'BasicError', code, message: base.message, path };
}
