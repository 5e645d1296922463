// The stock gateway in a process of its own.
import { readFileSync } from 'node:fs';
import { edgeSecretVariable, SUBGRAPH_NAMES, urlVariable } from '../../common/topology/derived.ts';
import { startStockGateway } from '../../scripts/stack/throwaway/stock-gateway.ts';

const variable = (name: string) => process.env[name] ?? '';

const gateway = await startStockGateway(
  readFileSync(variable('SUPERGRAPH_FILE'), 'utf8'),
  SUBGRAPH_NAMES.map((name) => ({
    name,
    url: variable(urlVariable(name)),
    secret: variable(edgeSecretVariable('router', name)),
  })),
);
for (const ending of ['disconnect', 'SIGTERM'] as const) process.on(ending, () => process.exit());
process.send?.({ url: gateway.url });
