// A service written by hand instead of a gateway: sales with their products from two known calls,
// merged by hand; or, with ONE_CALL_PER_ITEM, the product of every line asked for by itself.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { deadlineIn } from '../../common/process/http/deadline.ts';
import { listen } from '../../common/process/http/http-server.ts';
import { createServiceClient } from '../../common/process/http/service-client.ts';
import { createSigner } from '../../common/process/identity/service-token.ts';
import { PRODUCTS } from './generated/products.inventario.ts';
import { SALES, type SalesData, type SalesVariables } from './generated/sales.ventas.ts';

/** The user in whose name it asks. */
const ADMINISTRATOR = { id: '1', roles: ['ADMIN'] };
/** Generous: with one call per item most of the time goes into waiting. */
const BUDGET_MS = 30_000;
const CONNECTIONS = 64;
const isOneCallPerItem = process.env['ONE_CALL_PER_ITEM'] !== undefined;

function connect(name: 'inventario' | 'ventas') {
  const upper = name.toUpperCase();
  const sign = createSigner('router', name, [process.env[`SECRET_ROUTER_${upper}`] ?? '']);
  return createServiceClient(process.env[`${upper}_URL`] ?? '', sign, CONNECTIONS);
}

const inventario = connect('inventario');
const ventas = connect('ventas');

async function salesWithProducts(variables: SalesVariables): Promise<SalesData> {
  const context = { requestId: 'bench', deadline: deadlineIn(BUDGET_MS), actor: ADMINISTRATOR };
  const sales = await ventas.call({ document: SALES, variables, ...context });
  const items = (sales.ventas?.nodes ?? []).flatMap((sale) => sale.items);
  const find = async (wanted: string[]) => {
    const representations = wanted.map((id) => ({ __typename: 'Product', id }));
    const call = { document: PRODUCTS, variables: { representations }, ...context };
    return (await inventario.call(call))._entities;
  };
  const ids = [...new Set(items.flatMap(({ product }) => product?.id ?? []))];
  const products = isOneCallPerItem
    ? (await Promise.all(items.map(({ product }) => find(product ? [product.id] : [])))).flat()
    : await find(ids);
  const productById = new Map(products.map((product) => [product?.id, product]));
  for (const item of items) {
    Object.assign(item, { product: productById.get(item.product?.id) ?? item.product });
  }
  return sales;
}

const server = createServer(async (request, response) => {
  const { variables } = (await json(request)) as { variables: SalesVariables };
  const body = JSON.stringify({ data: await salesWithProducts(variables) });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
const port = await listen(server, '127.0.0.1', 0);
for (const ending of ['disconnect', 'SIGTERM'] as const) process.on(ending, () => process.exit());
process.send?.({ url: `http://127.0.0.1:${port}/` });
