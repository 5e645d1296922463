import { Pool } from 'undici';
import { exchange } from '../common/process/http/exchange.ts';
import { authorizationFor } from '../scripts/stack/throwaway/graphql-client.ts';
import { signInAsAdministrator } from '../scripts/stack/throwaway/sign-in.ts';
import { type GatewayName, type GatewayProcess, startGateways } from './gateway-processes.ts';
import { type GatewayQuery, prepareQueries } from './gateway-queries.ts';
import { median, memoryMiB, type Run, runClients } from './measure.ts';
import { printTable, say, type TableRow } from './table.ts';
import { describeMachine, startWorld, type World } from './world.ts';

const CLIENTS = 32;
const PRODUCTS = 2_000;
/** Long enough for the engine to have compiled what is used most. */
const WARM_UP_MS = 6_000;
const ANSWER_LIMIT_MS = 30_000;

/** The description of each gateway in the table. */
const TITLES: Readonly<Record<GatewayName, string>> = {
  router: 'our router',
  stock: '@apollo/gateway as documented',
  hive: 'Hive Gateway, planner in Rust',
  byHand: 'two calls merged by hand',
  onePerItem: 'one call per item',
};
/** The settings that work for every gateway alike. */
const BEHIND = ['ventas', 'inventario', 'database'] as const;
/** These know one question only. */
const WITHOUT_PLANNER: readonly GatewayName[] = ['byHand', 'onePerItem'];

/** A manner of asking the same question. */
interface Way {
  isSignedIn: boolean;
  /** The header `accept-encoding`; null: none. */
  encoding: string | null;
  /** For the table. */
  note: string;
}

const USUAL: Way = { isSignedIn: true, encoding: null, note: '' };

interface Measured {
  query: GatewayQuery;
  gateway: GatewayProcess;
  way: Way;
  runs: Run[];
  /** Answers with errors, warm-up not counted: on a machine that is too busy, or by a fault. */
  failed: number;
}

export interface RouterBenchOptions {
  rounds: number;
  seconds: number;
}

/** Measures the router beside other gateways over the same subgraphs, and prints a table. */
export async function benchRouter({ rounds, seconds }: RouterBenchOptions): Promise<void> {
  const world = await startWorld(PRODUCTS);
  const gateways: GatewayProcess[] = [];
  try {
    const queries = await prepareQueries(world);
    // The graph's own router and what it holds in memory take no part.
    await world.graph.stopService('router');
    gateways.push(...(await startGateways(world)));
    const door = gateways.find(({ name }) => name === 'router')?.url ?? '';
    signInAsAdministrator(door);
    const authorize = () => authorizationFor(door);
    say(await describeMachine(world));
    say(`${CLIENTS} connections, ${PRODUCTS} products, ${rounds} rounds of ${seconds} s each`);

    const behind = processesBehind(world);
    const measured = pairs(queries, gateways);
    for (const one of measured) await measure(one, { durationMs: WARM_UP_MS, authorize, behind });
    for (const one of measured) one.failed = 0;
    for (let round = 1; round <= rounds; round++) {
      for (const one of measured) {
        one.runs.push(await measure(one, { durationMs: seconds * 1_000, authorize, behind }));
      }
      say(`round ${round} of ${rounds} done`);
    }
    printResults(queries, measured);
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await world.stop();
  }
}

function pairs(queries: readonly GatewayQuery[], gateways: readonly GatewayProcess[]): Measured[] {
  return queries.flatMap((query) =>
    gateways
      .filter(({ name }) => query.name === 'sales' || !WITHOUT_PLANNER.includes(name))
      .flatMap((gateway) =>
        waysToAsk(query, gateway).map((way) => {
          return { query, gateway, way, runs: [], failed: 0 };
        }),
      ),
  );
}

/**
 * Our router is also asked without a token, where anyone may ask, and for compressed answers: the
 * differences are what a token and compression cost.
 */
function waysToAsk(query: GatewayQuery, gateway: GatewayProcess): Way[] {
  if (query.name !== 'products' || gateway.name !== 'router') return [USUAL];
  return [
    USUAL,
    { ...USUAL, isSignedIn: false, note: ', nobody signed in' },
    { ...USUAL, encoding: 'br', note: ', Brotli' },
    { ...USUAL, encoding: 'gzip', note: ', gzip' },
  ];
}

type Authorize = () => Promise<Readonly<Record<string, string>>>;

interface MeasureOptions {
  durationMs: number;
  authorize: Authorize;
  behind: Record<(typeof BEHIND)[number], number>;
}

function processesBehind({ graph, serverPid }: World): MeasureOptions['behind'] {
  const [inventario, ventas] = [graph.pid('inventario'), graph.pid('ventas')];
  if (inventario === undefined || ventas === undefined) throw new Error('A subgraph is down');
  return { ventas, inventario, database: serverPid };
}

async function measure(
  one: Measured,
  { durationMs, authorize, behind }: MeasureOptions,
): Promise<Run> {
  const { query, gateway, way } = one;
  const { origin, pathname: path } = new URL(gateway.url);
  const pool = new Pool(origin, { connections: CLIENTS });
  const fixed = {
    accept: 'application/json',
    ...(way.isSignedIn && (await authorize())),
    ...(way.encoding !== null && { 'accept-encoding': way.encoding }),
  };
  const ask = async () => {
    const { document, nextVariables } = query;
    const headers = { 'content-type': 'application/json', ...fixed };
    const body = JSON.stringify({ query: document, variables: nextVariables() });
    const { text } = await exchange(pool, { path, headers, body }, ANSWER_LIMIT_MS);
    // Compressed answers are not read; the other ways show that there are no errors.
    if (way.encoding === null && !text.startsWith('{"data":{')) one.failed += 1;
  };
  try {
    return await runClients(ask, {
      clients: CLIENTS,
      durationMs,
      processes: { gateway: gateway.pid, ...behind },
    });
  } finally {
    await pool.close();
  }
}

function printResults(queries: readonly GatewayQuery[], measured: readonly Measured[]): void {
  for (const query of queries) {
    const rows = measured.filter((one) => one.query === query);
    const stock = rows.find(({ gateway }) => gateway.name === 'stock');
    printTable(
      rows.map((row) => rowOf(row, stock)),
      [
        query.title,
        'req/s',
        '÷ stock',
        'p50 ms',
        'p99 ms',
        'CPU ms',
        `${BEHIND.join(' + ')}`,
        'memory MiB',
        'failed',
      ],
    );
  }
}

function rowOf({ gateway, way, runs, failed }: Measured, stock: Measured | undefined): TableRow {
  const of = (pick: (run: Run) => number) => median(runs.map(pick));
  const ratios = runs.map((run, round) => run.perSecond / (stock?.runs[round]?.perSecond ?? 0));
  return [
    `${TITLES[gateway.name]}${way.note}`,
    of((run) => run.perSecond).toFixed(0),
    median(ratios).toFixed(2),
    of((run) => run.p50Ms).toFixed(1),
    of((run) => run.p99Ms).toFixed(1),
    of((run) => run.cpuMsByProcess['gateway'] ?? 0).toFixed(3),
    BEHIND.map((name) => of((run) => run.cpuMsByProcess[name] ?? 0).toFixed(2)).join(' + '),
    memoryMiB(gateway.pid).toFixed(0),
    failed.toString(),
  ];
}
