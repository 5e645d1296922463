// Goal: the ledger names the people who moved stock to those who may see accounts, and costs the
// others nothing but the name.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../scripts/stack/throwaway/graphql-client.ts';
import { type Graph, startGraph } from '../../../scripts/stack/throwaway/throwaway-graph.ts';
import { addSignedIn, as } from '../../support/accounts.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let graph: Graph;
let shop: Shop;

beforeAll(async () => {
  graph = await startGraph();
  shop = await openShop(graph);
}, 60_000);
afterAll(() => graph?.stop());

const ADJUST = `mutation Adjust($input: AjustarStockInput!) {
  ajustarStock(input: $input) { userErrors { code } }
}`;
const LEDGER = `query Ledger($id: ID!) {
  producto(id: $id) { movements { nodes { kind actor { id name } } } }
}`;

test('an administrator reads every name, a warehouse worker their own, and nothing fails', async () => {
  const product = await shop.addProduct({ stock: 1 });
  const people = [
    await addSignedIn(graph, { name: 'Luis' }),
    await addSignedIn(graph, { name: 'Rosa' }),
  ] as const;
  for (const { accessToken } of people) {
    const input = { productId: product.id, delta: 1, reason: 'x', idempotencyKey: randomUUID() };
    await query(graph.urls.router, ADJUST, { input }, as(accessToken));
  }
  const { sale } = await shop.sell({ items: [{ productId: product.id, quantity: 1 }] });
  expect(sale).not.toBeNull();

  const [luis, rosa] = people;
  const namesFor = async (accessToken: string) => {
    const { data, errors } = await query<{
      producto: { movements: { nodes: { actor: { id: string; name: string } | null }[] } };
    }>(graph.urls.router, LEDGER, product, as(accessToken));
    expect(errors).toBeUndefined();
    return data?.producto.movements.nodes.map(({ actor }) => actor?.name ?? null);
  };
  const { accessToken: admin } = await addSignedIn(graph, { roles: ['ADMIN'] });
  expect(await namesFor(admin)).toEqual(['Ada Ríos', 'Rosa', 'Luis', 'Ada Ríos']);
  expect(await namesFor(rosa.accessToken)).toEqual([null, 'Rosa', null, null]);
  expect(await namesFor(luis.accessToken)).toEqual([null, null, 'Luis', null]);
});
