import {
  type UserError,
  userError,
  userErrorMessage,
} from '../../../common/process/errors/error-codes.ts';
import type { Rejection, StockRejection } from './attempt.ts';
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
    });

type ErrorBase = Pick<UserError, 'code' | 'message' | 'path'>;

/** Says in the graph's words why a sale was rejected; each error names the line it is about. */
export function saleUserErrors(rejections: readonly Rejection[], order: Order): SaleUserError[] {
  return rejections.map((rejection) =>
    'productId' in rejection ? stockError(rejection, order) : partyError(rejection.code),
  );
}

function partyError(code: Exclude<Rejection, StockRejection>['code']): UserError {
  return userError(code, [code === 'CUSTOMER_NOT_FOUND' ? 'customerId' : 'sellerId']);
}

function stockError(rejection: StockRejection, { lines }: Order): SaleUserError {
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
