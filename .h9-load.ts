import { Agent, request } from 'undici';
import { adminUrlVariable, startTestServer } from '/work/main/tests/support/test-server.ts';
import { startGraph } from '/work/main/tests/support/graph.ts';
import { startStandIn } from '/work/main/tests/federation/router-stand-in.ts';
import { readFileSync } from 'node:fs';
const server = await startTestServer();
process.env[adminUrlVariable] = server.adminUrl;
const prof = process.argv[2] === 'prof';
const graph = await startGraph({ services: ['router'], environment: { router: { LOG_LEVEL: process.env.LL ?? 'info', RATE_LIMIT: 'off', ...(prof && { NODE_OPTIONS: '--cpu-prof --cpu-prof-dir=/tmp/h9/prof --disable-warning=ExperimentalWarning' }) } } });
const page = (nodes) => ({ nodes, edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } });
let counter = 0;
const sales = Array.from({length:20},(_, s) => ({ id: `sale-${s}`, total: '10.00', createdAt: '2026-01-01T00:00:00Z', items: [1,2,3].map((i) => ({ productName: 'x'+i, quantity: 1, unitPrice: '10.00', product: { id: String((s*3+i)%30) } })) }));
const ventas = await startStandIn(graph, 'ventas', { Query: { ventas: () => page(sales) }, Mutation: { realizarVenta: () => ({ sale: { id: 's'+(counter++), total: '10.00', items: [{productName:'a'}] }, replayed: false, userErrors: [] }) } });
const inv = await startStandIn(graph, 'inventario', { Query: { categorias: () => [] }, Product: { __resolveReference: ({id}) => ({ id, name: 'Radio '+id, price: '10.00', stock: { available: 3 } }) } });
const SALES = `{ ventas(first: 20) { nodes { id total items { productName quantity unitPrice product { name price stock { available } } } } } }`;
const MUT = `mutation ($input: RealizarVentaInput!) { realizarVenta(input: $input) { sale { id total } replayed userErrors { code message path } } }`;
const agent = new Agent({ connections: 32 });
const cpu = () => { const f = readFileSync(`/proc/${graph.pid('router')}/stat`,'utf8').split(') ')[1].split(' '); return (Number(f[11])+Number(f[12]))*10; };
async function run(name, make, ms, clients = 32) {
  const c0 = cpu(); const t0 = performance.now(); let n = 0; let bad = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (performance.now() - t0 < ms) {
      const r = await request(graph.urls.router, { method: 'POST', dispatcher: agent, headers: { 'content-type': 'application/json' }, body: JSON.stringify(make()) });
      const t = await r.body.text(); n++; if (t.includes('"errors"') || r.statusCode !== 200) { if (!bad++) console.log(t.slice(0, 300)); }
    }
  }));
  const s = (performance.now() - t0) / 1000;
  console.log(name, (n / s).toFixed(0), 'req/s', ((cpu() - c0) / n).toFixed(3), 'CPU ms/req', 'bad', bad);
}
const only = process.argv[3];
let k = 0;
const sales_ = () => ({ query: SALES });
const mut = () => ({ query: MUT, variables: { input: { idempotencyKey: `k${k++}`, sellerId: '1', items: [{ productId: '1', quantity: 1 }] } } });
const tn = () => ({ query: '{ __typename }' });
for (const [name, make] of [['sales', sales_], ['mutation', mut], ['typename', tn]]) {
  if (only && only !== name) continue;
  await run(name + ' warm', make, 1500); await run(name, make, 4000);
  if (name === 'sales') { const calls = ventas.requests.length; console.log('ventas calls so far', calls); }
}
await agent.close();
await graph.kill('router', 'SIGTERM');
await graph.stop(); await ventas.stop(); await inv.stop(); await server.stop();
process.exit(0);
