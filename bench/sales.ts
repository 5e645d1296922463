import { fillWithHistory } from './history.ts';
import { median, memoryMiB, type Run, runClients } from './measure.ts';
import { rawClient } from './raw-sale.ts';
import { hotLine, routerClient, spreadLines, tillTerms, ventasClient } from './sale-clients.ts';
import { printTable, say, type TableRow } from './table.ts';
import { describeMachine, startWorld, type World } from './world.ts';

/** The runs of one round. */
type RunName =
  | 'protocol'
  | 'shortest'
  | 'ventas'
  | 'tenders'
  | 'document'
  | 'router'
  | 'hot'
  | 'protocolAlone'
  | 'alone';
type Round = Record<RunName, Run>;

const CLIENTS = 64;
const PRODUCTS = 10_000;
const MANY = 1_000_000;

export interface SaleBenchOptions {
  rounds: number;
  seconds: number;
  /** Also with a million products and sales, and memory over 200,000 sales: some ten minutes. */
  isLong: boolean;
}

/** Measures the sale path side by side with hand-written SQL, and prints a table. */
export async function benchSales(options: SaleBenchOptions): Promise<void> {
  const world = await startWorld(PRODUCTS);
  try {
    say(await describeMachine(world));
    say(`${CLIENTS} clients, 1–3 lines, ${PRODUCTS} products, ${options.rounds} rounds`);
    await measureRound(world, 2_000);
    const rounds: Round[] = [];
    for (let round = 1; round <= options.rounds; round++) {
      rounds.push(await measureRound(world, options.seconds * 1_000));
      say(`round ${round}: ${describeRound(rounds.at(-1))}`);
    }
    printTable(rowsOf(rounds));
    printTable(cpuRows(rounds), ['CPU per sale, ms', 'median']);
    if (!options.isLong) return;
    printTable([...(await measureMemory(world)), await measureMany(world, options)]);
  } finally {
    await world.stop();
  }
}

/** Every door once, one after the other, so that the machine's noise meets all of them. */
async function measureRound(world: World, durationMs: number): Promise<Round> {
  const spread = spreadLines(world);
  const ventas = ventasClient(world, spread);
  const hot = ventasClient(world, hotLine(world));
  const tenders = ventasClient(world, spread, tillTerms(world, null));
  const document = ventasClient(world, spread, tillTerms(world, 'BOLETA'));
  const router = routerClient(world, spread);
  const processes = processesOf(world);
  const run = (operation: () => Promise<void>, clients = CLIENTS) =>
    runClients(operation, { clients, durationMs, processes });
  try {
    return {
      protocol: await run(rawClient(world, spread, 'protocol')),
      ventas: await run(ventas.sell),
      tenders: await run(tenders.sell),
      document: await run(document.sell),
      router: await run(router.sell),
      shortest: await run(rawClient(world, spread, 'shortest')),
      hot: await run(hot.sell),
      protocolAlone: await run(rawClient(world, spread, 'protocol'), 1),
      alone: await run(ventas.sell, 1),
    };
  } finally {
    const clients = [ventas, tenders, document, hot, router];
    await Promise.all(clients.map((client) => client.close()));
  }
}

function describeRound(round: Round | undefined): string {
  const runs = Object.entries(round ?? {});
  return runs.map(([name, { perSecond }]) => `${name} ${perSecond.toFixed(0)}/s`).join(', ');
}

function rowsOf(rounds: readonly Round[]): TableRow[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const ratio = (a: RunName, b: RunName) => of((r) => r[a].perSecond / r[b].perSecond);
  const cpuOf = ({ cpuMsByProcess }: Run) =>
    Object.values(cpuMsByProcess).reduce((sum, cpu) => sum + cpu, 0);
  const cpuRatio = (run: RunName) => of((r) => cpuOf(r[run]) / cpuOf(r.ventas));
  const alone = of(({ alone: own, protocolAlone }) => own.p50Ms / protocolAlone.p50Ms);
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const x = (value: number) => value.toFixed(2);
  return [
    [
      'sales/s at ventas ÷ the protocol as raw SQL',
      x(ratio('ventas', 'protocol')),
      '≥ 0.8',
      '≥ 1.5',
    ],
    ['the same through the router', x(ratio('router', 'protocol')), '≥ 0.5', '≥ 0.8'],
    ['CPU of a sale with two tenders ÷ without', x(cpuRatio('tenders')), '≤ 1.1', ''],
    ['CPU of a sale with two tenders and a boleta ÷ without', x(cpuRatio('document')), '≤ 1.2', ''],
    ['one hot product ÷ spread', x(ratio('hot', 'ventas')), '≥ 0.9', '≥ 1.2'],
    ['p99 at ventas', ms(of(({ ventas }) => ventas.p99Ms)), '≤ 150 ms', '≤ 60 ms'],
    ['one client p50 ÷ raw SQL p50', x(alone), '≤ 6', '≤ 3'],
    ['sales/s at ventas ÷ the shortest transaction', x(ratio('ventas', 'shortest')), '', ''],
    ['sales/s at ventas', of(({ ventas }) => ventas.perSecond).toFixed(0), '', ''],
    ['sales/s, the protocol as raw SQL', of((r) => r.protocol.perSecond).toFixed(0), '', ''],
  ];
}

function cpuRows(rounds: readonly Round[]): TableRow[] {
  const names = Object.keys(rounds[0]?.ventas.cpuMsByProcess ?? {});
  const of = (run: RunName, name: string) =>
    median(rounds.map((round) => round[run].cpuMsByProcess[name] ?? 0));
  return (['ventas', 'tenders', 'document', 'router', 'protocol'] as const).flatMap((run) => {
    const split = names.map((name) => `${name} ${of(run, name).toFixed(2)}`).join(', ');
    const total = names.reduce((sum, name) => sum + of(run, name), 0);
    return [[`through ${run}: ${split}`, total.toFixed(2)]];
  });
}

/** The processes whose CPU a sale costs; `bench` is the clients. */
function processesOf({ graph, serverPid }: World): Record<string, number> {
  const pid = (name: 'inventario' | 'ventas' | 'router') => {
    const number = graph.pid(name);
    if (number === undefined) throw new Error(`${name} is down`);
    return number;
  };
  return {
    router: pid('router'),
    ventas: pid('ventas'),
    inventario: pid('inventario'),
    database: serverPid,
    bench: process.pid,
  };
}

const FEW_SALES = 20_000;
const MANY_SALES = 200_000;

/** Memory of each service after 20,000 and after 200,000 sales through the router. */
async function measureMemory(world: World): Promise<TableRow[]> {
  const { router, ventas, inventario } = processesOf(world);
  const services = { router, ventas, inventario };
  const client = routerClient(world, spreadLines(world));
  const sellUntil = async (count: number, from: number) => {
    let left = count - from;
    const worker = async () => {
      while (left-- > 0) await client.sell();
    };
    await Promise.all(Array.from({ length: CLIENTS }, worker));
    return Object.entries(services).map(([name, pid]) => [name, memoryMiB(pid ?? 0)] as const);
  };
  try {
    const before = new Map(await sellUntil(FEW_SALES, 0));
    const after = await sellUntil(MANY_SALES, FEW_SALES);
    return after.map(([name, mib]) => [
      `${name}: memory after 200,000 sales ÷ after 20,000`,
      `${(mib / (before.get(name) ?? 1)).toFixed(2)} (${mib.toFixed(0)} MiB)`,
      '≤ 1.2',
      '≤ 1.05',
    ]);
  } finally {
    await client.close();
  }
}

/** Sales/s with a million products and sales ÷ those of the nearly empty system, interleaved. */
async function measureMany(empty: World, { rounds, seconds }: SaleBenchOptions): Promise<TableRow> {
  say(`loading ${MANY} products and ${MANY} sales …`);
  const full = await startWorld(PRODUCTS);
  try {
    const productIds = await fillWithHistory(full, MANY);
    const clients = [
      ventasClient(empty, spreadLines(empty)),
      ventasClient(full, spreadLines({ ...full, productIds })),
    ] as const;
    const measure = (index: 0 | 1) =>
      runClients(clients[index].sell, {
        clients: CLIENTS,
        durationMs: seconds * 1_000,
        processes: {},
      });
    await measure(1);
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [emptyRun, fullRun] = [await measure(0), await measure(1)];
      ratios.push(fullRun.perSecond / emptyRun.perSecond);
    }
    await Promise.all(clients.map((client) => client.close()));
    return ['1,000,000 products and sales ÷ empty', median(ratios).toFixed(2), '≥ 0.85', '≥ 0.95'];
  } finally {
    await full.stop();
  }
}
