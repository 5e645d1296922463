/** The questions of the till to the gateway, in the till's own terms. */
import { type CallResult, call, type Failure } from '../gateway/call.ts';
import type { Operation } from '../gateway/operation.ts';
import {
  CAJA_CATALOGO,
  CAJA_COTIZAR,
  CAJA_DESCARTAR,
  CAJA_EXISTENCIAS,
  CAJA_PRODUCTO,
  CAJA_PULSO,
  CAJA_VENDER,
  type CajaCatalogoData,
  type CajaCotizarVariables,
  type CajaVenderData,
} from '../generated/operations.ts';
import { centimos } from '../words/money.ts';
import type { CancelReply } from './attempt-sender.ts';
import type { CatalogueProduct, StockReading } from './catalogue.ts';
import type { CataloguePage } from './catalogue-sync.ts';
import type { SaleError, SaleReply } from './sale-attempt.ts';
import type { SaleInput, TicketSale } from './sale-request.ts';

/** A person waits no longer for a sale before the screen says so. */
const SALE_TIMEOUT_MS = 5_000;
const QUICK_TIMEOUT_MS = 4_000;
const CATALOGUE_TIMEOUT_MS = 15_000;
const PAGE_SIZE = 1_000;

/** A cart as the server would sell it now. */
export interface Quote {
  totalCentimos: number;
  /** IGV contained in the total. */
  taxCentimos: number;
  errors: readonly SaleError[];
}

export type Ask = <Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  timeoutMs?: number,
) => Promise<CallResult<Data>>;

export interface TillGateway {
  /** Any other question of the till; it tells the connection too. */
  ask: Ask;
  sell(input: SaleInput): Promise<SaleReply<TicketSale>>;
  cancel(key: string): Promise<CancelReply>;
  /** @returns null when there was no answer; REFUSED when the cursor is not taken */
  changes(after: string | null): Promise<CataloguePage | 'REFUSED' | null>;
  /** @returns null when there was no answer */
  stock(ids: readonly string[]): Promise<StockReading[] | null>;
  /** @returns null when nobody has this barcode */
  productByBarcode(barcode: string): Promise<CatalogueProduct | Failure | null>;
  /** @returns null when there was no answer */
  quote(input: CajaCotizarVariables['input']): Promise<Quote | null>;
  probe(): Promise<boolean>;
}

/** @param onAnswer hears of each request whether there was an answer */
export function createTillGateway(onAnswer: (isAnswered: boolean) => void): TillGateway {
  const ask: Ask = async (operation, variables, timeoutMs = QUICK_TIMEOUT_MS) => {
    const result = await call(operation, variables, { timeoutMs });
    onAnswer(result.kind !== 'NO_ANSWER');
    return result;
  };
  return {
    ask,
    async sell(input) {
      return saleReplyOf(await within(ask(CAJA_VENDER, { input }, SALE_TIMEOUT_MS)), input);
    },
    async cancel(idempotencyKey) {
      const result = await within(
        ask(CAJA_DESCARTAR, { input: { idempotencyKey } }, SALE_TIMEOUT_MS),
      );
      if (result.kind === 'NO_ANSWER') return result;
      if (result.kind === 'REFUSED') return failedOf(result.code, result.requestId);
      const { requestId, errors, data } = result;
      const { outcome = null, sale = null, userErrors = [] } = data.cancelarIntento ?? {};
      if (outcome === 'SOLD' && sale) return { kind: 'SOLD', sale: ticketSaleOf(sale) };
      if (outcome === 'NOT_SOLD' || outcome === 'IN_PROGRESS') return { kind: outcome };
      const [error] = [...userErrors, ...errors];
      return failedOf(error?.code ?? 'INTERNAL_SERVER_ERROR', requestId);
    },
    async changes(after) {
      const result = await ask(CAJA_CATALOGO, { after, first: PAGE_SIZE }, CATALOGUE_TIMEOUT_MS);
      if (result.kind === 'REFUSED' && result.code === 'BAD_USER_INPUT') return 'REFUSED';
      const page = result.kind === 'ANSWERED' ? result.data.cambiosCatalogo : null;
      if (!page) return null;
      const products = page.nodes.map(productOf);
      return { products, cursor: page.endCursor, hasMore: page.hasNextPage };
    },
    async stock(ids) {
      const result = await ask(CAJA_EXISTENCIAS, { ids: [...ids] });
      const nodes = result.kind === 'ANSWERED' ? result.data.productos?.nodes : null;
      return nodes?.map(({ id, stock }) => ({ id, ...stock })) ?? null;
    },
    async productByBarcode(barcode) {
      const result = await ask(CAJA_PRODUCTO, { barcode });
      if (result.kind !== 'ANSWERED') return result;
      return result.data.producto && productOf(result.data.producto);
    },
    async quote(input) {
      const result = await ask(CAJA_COTIZAR, { input });
      const quote = result.kind === 'ANSWERED' ? result.data.cotizacion : null;
      if (!quote) return null;
      return {
        totalCentimos: centimos(quote.total),
        taxCentimos: centimos(quote.tax),
        errors: quote.userErrors.map((error) => saleErrorOf(error, input.items)),
      };
    },
    async probe() {
      const result = await ask(CAJA_PULSO, {});
      return result.kind !== 'NO_ANSWER';
    },
  };
}

/** A session that is renewed on the way must not make a person wait longer for a word. */
function within<Data>(answer: Promise<CallResult<Data>>): Promise<CallResult<Data>> {
  const { promise, resolve } = Promise.withResolvers<CallResult<Data>>();
  const timer = setTimeout(() => resolve({ kind: 'NO_ANSWER' }), SALE_TIMEOUT_MS + 500);
  void answer.then((result) => {
    clearTimeout(timer);
    resolve(result);
  });
  return promise;
}

function failedOf(code: string, requestId: string | null) {
  return { kind: 'FAILED', code, requestId } as const;
}

type SalePayload = NonNullable<CajaVenderData['realizarVenta']>;

function saleReplyOf(result: CallResult<CajaVenderData>, input: SaleInput): SaleReply<TicketSale> {
  if (result.kind === 'NO_ANSWER') return result;
  if (result.kind === 'REFUSED') {
    const { code, requestId, retryAfterMs } = result;
    return { kind: 'FAILED', code, requestId, retryAfterMs };
  }
  const { requestId, errors } = result;
  const payload = result.data.realizarVenta;
  // The sale itself counts, also when a field beside it failed.
  if (payload?.sale) {
    return { kind: 'SOLD', sale: ticketSaleOf(payload.sale), isReplayed: payload.replayed };
  }
  if (payload && payload.userErrors.length > 0) {
    const told = payload.userErrors.map((error) => saleErrorOf(error, input.items));
    return { kind: 'REJECTED', errors: told, requestId };
  }
  const code = errors[0]?.code ?? 'INTERNAL_SERVER_ERROR';
  return { kind: 'FAILED', code, requestId, retryAfterMs: null };
}

function ticketSaleOf({ document, ...sale }: NonNullable<SalePayload['sale']>): TicketSale {
  const { id, number, createdAt, total, amountDue, change } = sale;
  const documentCode = document?.code ?? null;
  return { id, number, createdAt, total, amountDue, change, documentCode };
}

/** A complaint of the server with whatever its code adds. */
interface ToldError {
  code: string;
  message: string;
  path: readonly string[] | null;
  product?: { id: string } | null;
  requested?: number;
  available?: number;
  expected?: string;
  current?: string;
  due?: string;
}

function saleErrorOf(error: ToldError, items: readonly { productId: string }[]): SaleError {
  const path = [...(error.path ?? [])];
  const [, part, index] = path[0] === 'input' ? path : ['input', ...path];
  const item = part === 'items' ? items[Number(index)] : undefined;
  return {
    code: error.code,
    message: error.message,
    path,
    productId: error.product?.id ?? item?.productId ?? null,
    requested: error.requested ?? null,
    available: error.available ?? null,
    expected: error.expected ?? null,
    current: error.current ?? null,
    due: error.due ?? null,
  };
}

type ToldProduct = NonNullable<CajaCatalogoData['cambiosCatalogo']>['nodes'][number];

function productOf({ price, status, stock, ...product }: ToldProduct): CatalogueProduct {
  const { id, sku, barcode, name } = product;
  return {
    id,
    sku,
    barcode,
    name,
    priceCentimos: centimos(price),
    isActive: status === 'ACTIVE',
    available: stock.available,
    isLow: stock.isLow,
  };
}
