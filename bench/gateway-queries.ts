import { deadlineIn } from '../common/process/http/deadline.ts';
import { createServiceClient } from '../common/process/http/service-client.ts';
import { createSigner } from '../common/process/identity/service-token.ts';
import { PRODUCTS, SALES } from './generated/gateway-queries.api.ts';
import { PRODUCT_PAGES } from './generated/page-cursors.inventario.ts';
import { SALE_PAGES, type SalePagesData } from './generated/page-cursors.ventas.ts';
import { ADMINISTRATOR, ventasClient } from './sale-clients.ts';
import type { World } from './world.ts';

/** One question to a gateway, asked with other variables each time. */
export interface GatewayQuery {
  name: 'sales' | 'products' | 'typename';
  /** The description that the table shows. */
  title: string;
  document: string;
  nextVariables(): Record<string, unknown>;
}

const PAGE = 20;
const LINES_PER_SALE = 3;
/** Far more pages than requests in flight: none is ever asked for twice at the same time. */
const PAGES = 128;
/** From one page to the next; neighbours overlap. */
const STEP = 4;

/** Makes the sales to read, and the three questions. */
export async function prepareQueries(world: World): Promise<GatewayQuery[]> {
  await sell(world, PAGES * STEP + PAGE);
  const salePages = turns(await cursors(world, 'ventas'));
  const productPages = turns(await cursors(world, 'inventario'));
  const page = (next: () => string) => () => ({ first: PAGE, after: next() });
  return [
    {
      name: 'sales',
      title: `${PAGE} sales with ${LINES_PER_SALE} items each and their products`,
      document: SALES,
      nextVariables: page(salePages),
    },
    {
      name: 'products',
      title: `${PAGE} products`,
      document: PRODUCTS,
      nextVariables: page(productPages),
    },
    {
      name: 'typename',
      title: '{ __typename }',
      document: '{ __typename }',
      nextVariables: () => ({}),
    },
  ];
}

function turns(values: readonly string[]): () => string {
  let turn = 0;
  return () => values[turn++ % values.length] ?? '';
}

async function sell(world: World, count: number): Promise<void> {
  let sold = 0;
  const lines = () =>
    Array.from({ length: LINES_PER_SALE }, (_, line) => {
      const index = (sold * LINES_PER_SALE + line) % world.productIds.length;
      return { productId: world.productIds[index] ?? 1, quantity: 1 };
    });
  const client = ventasClient(world, lines);
  for (; sold < count; sold++) await client.sell();
  await client.close();
}

/** The cursors of pages, asked of the subgraph itself. */
async function cursors({ graph }: World, subgraph: 'inventario' | 'ventas'): Promise<string[]> {
  const secret = graph.secrets[`SECRET_ROUTER_${subgraph.toUpperCase()}`] ?? '';
  const client = createServiceClient(
    graph.urls[subgraph],
    createSigner('router', subgraph, [secret]),
  );
  const document = subgraph === 'ventas' ? SALE_PAGES : PRODUCT_PAGES;
  const found: string[] = [];
  while (found.length < PAGES) {
    const { list }: SalePagesData = await client.call({
      document,
      variables: { first: STEP, after: found.at(-1) ?? null },
      requestId: 'bench',
      deadline: deadlineIn(3_000),
      actor: ADMINISTRATOR,
    });
    if (!list?.pageInfo.endCursor) throw new Error(`${subgraph} has no page to begin at`);
    found.push(list.pageInfo.endCursor);
  }
  await client.close();
  return found;
}
