import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { exchange } from '../common/process/http/exchange.ts';
import { createSigner, SERVICE_TOKEN_HEADER } from '../common/process/identity/service-token.ts';
import { formatSoles } from '../common/values/money.ts';
import { authorizationFor } from '../scripts/stack/throwaway/graphql-client.ts';
import { SELL, type SellData, type SellVariables } from './generated/sale-clients.api.ts';
import { BENCH_PRICE_CENTIMOS, type World } from './world.ts';

/** Makes one sale and resolves when it is answered; throws when it was not sold. */
export type Sell = () => Promise<void>;

/** Chooses the lines of a sale. */
export type ChooseLines = () => { productId: number; quantity: number }[];

/** The terms of a sale with so many units, beside its lines. */
export type ChooseTerms = (
  units: number,
) => Omit<SellInput, 'idempotencyKey' | 'sellerId' | 'items'>;

type SellInput = SellVariables['input'];

/** Nothing is said about the payment, as before there were tills. */
const noTerms: ChooseTerms = () => ({});

/** Paid at a till, by card but for ten soles in cash; with or without a boleta. */
export function tillTerms({ tillId }: World, documentType: 'BOLETA' | null): ChooseTerms {
  return (units) => {
    const byCard = units * BENCH_PRICE_CENTIMOS - CASH_CENTIMOS;
    const payments: SellInput['payments'] = [
      { method: 'CARD', amount: formatSoles(byCard), reference: '123456' },
      { method: 'CASH', amount: formatSoles(CASH_CENTIMOS) },
    ];
    return { tillId: String(tillId), payments, documentType };
  };
}

const CASH_CENTIMOS = 1_000;

/** The user for whom the router would call. */
export const ADMINISTRATOR = { id: '1', roles: ['ADMIN'] };

/** One to three lines of different products, spread evenly over all of them. */
export function spreadLines({ productIds }: World): ChooseLines {
  return () => {
    const ids = new Set<number>();
    const count = 1 + Math.floor(Math.random() * 3);
    while (ids.size < count)
      ids.add(productIds[Math.floor(Math.random() * productIds.length)] ?? 1);
    return [...ids].map((productId) => ({ productId, quantity: 1 }));
  };
}

/** One line of always the same product. */
export function hotLine({ productIds }: World): ChooseLines {
  const [productId = 1] = productIds;
  return () => [{ productId, quantity: 1 }];
}

/** Clients that call ventas with tokens of the router. */
export function ventasClient(
  world: World,
  choose: ChooseLines,
  terms: ChooseTerms = noTerms,
): HttpClient {
  const secret = world.graph.secrets['SECRET_ROUTER_VENTAS'] ?? '';
  const sign = createSigner('router', 'ventas', [secret]);
  return httpClient(world, choose, {
    terms,
    url: world.graph.urls.ventas,
    headersFor: async (path, body) => ({
      [SERVICE_TOKEN_HEADER]: sign({ method: 'POST', path, body }, ADMINISTRATOR),
    }),
  });
}

/** Clients that call the router, as any client does. */
export function routerClient(world: World, choose: ChooseLines): HttpClient {
  const url = world.graph.urls.router;
  return httpClient(world, choose, {
    terms: noTerms,
    url,
    headersFor: () => authorizationFor(url),
  });
}

const ANSWER_LIMIT_MS = 30_000;

export interface HttpClient {
  sell: Sell;
  close(): Promise<void>;
}

interface Door {
  terms: ChooseTerms;
  url: string;
  headersFor(path: string, body: string): Promise<Readonly<Record<string, string>>>;
}

function httpClient(
  world: World,
  choose: ChooseLines,
  { terms, url, headersFor }: Door,
): HttpClient {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const sell = async () => {
    const items = choose().map(({ productId, quantity }) => {
      return { productId: String(productId), quantity };
    });
    const sellerId = String(world.sellerId);
    const own = { idempotencyKey: randomUUID(), sellerId, items };
    const variables: SellVariables = { input: { ...own, ...terms(items.length) } };
    const body = JSON.stringify({ query: SELL, variables });
    const headers = { 'content-type': 'application/json', ...(await headersFor(path, body)) };
    const { text } = await exchange(pool, { path, body, headers }, ANSWER_LIMIT_MS);
    const answer = JSON.parse(text) as { data?: SellData | null };
    if (!answer.data?.realizarVenta?.sale) throw new Error(text.slice(0, 500));
  };
  return { sell, close: () => pool.close() };
}
