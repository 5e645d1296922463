// A client of the shop that never throws: whatever happens to its requests is an outcome.
import { Pool } from 'undici';
import { SALE_FIELDS } from '../support/shop.ts';
import type { AdjustTry, Line, Operation, Outcome, SaleTry, SoldSale } from './history.ts';

export interface ShopClient {
  /** Every operation so far, with what became of it. */
  readonly operations: readonly Operation[];
  sell(key: string, lines: readonly Line[]): Promise<SaleTry>;
  /** Sells with the same key again and again until the outcome is known, or the time is over. */
  sellUntilKnown(key: string, lines: readonly Line[], limitMs?: number): Promise<SaleTry>;
  adjust(key: string, productId: string, delta: number): Promise<AdjustTry>;
  readStock(productId: string): Promise<void>;
  close(): Promise<void>;
}

export interface ShopClientOptions {
  readonly url: string;
  readonly sellerId: string;
  /** Connections at once. */
  readonly connections?: number;
}

const SELL = `mutation Sell($input: RealizarVentaInput!) {
  realizarVenta(input: $input) { replayed sale { id total items { productId quantity } } userErrors { code } }
}`;
const ADJUST = `mutation Adjust($input: AjustarStockInput!) {
  ajustarStock(input: $input) { replayed userErrors { code } }
}`;
const READ = 'query Read($id: ID!) { producto(id: $id) { stock { available } } }';

/** Answers after which nobody knows whether it happened, or will: the same key asks again. */
const UNDECIDED = new Set(['SALE_IN_PROGRESS', 'INVENTORY_UNAVAILABLE']);
/** Faults that are about the request itself: sent again, it would be refused again. */
const FINAL_FAULTS = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);
const ANSWER_LIMIT_MS = 10_000;
const RETRY_PAUSE_MS = 200;

interface Body {
  data?: Record<string, Payload | null> | null;
  errors?: { extensions?: { code?: string } }[];
}
interface Payload {
  sale?: { id: string; total: string; items: Line[] } | null;
  userErrors: { code: string }[];
}
