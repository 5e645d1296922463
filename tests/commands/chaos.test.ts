// Goal: under `npm start` a load sells through the death of each process that may be killed; every
// sale that was answered is there once, every promise holds, and nothing stays behind. On
// other databases there is no chaos test at all. Method: the real program, asked as the page asks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { databaseUrlVariable, SUBGRAPH_NAMES } from '../../common/topology/derived.ts';
import type { ChaosStatus, TargetName } from '../../scripts/stack/chaos/chaos-status.ts';
import { DEMO_ACCOUNTS } from '../../scripts/stack/demo-data/demo-accounts.ts';
import { eventually } from '../../scripts/stack/throwaway/eventually.ts';
import { type QueryResponse, query } from '../../scripts/stack/throwaway/graphql-client.ts';
import { signIn } from '../../scripts/stack/throwaway/sign-in.ts';
import { createEmptyDatabase } from '../../scripts/stack/throwaway/throwaway-database.ts';
import { DEMO_PASSWORD } from '../../subgraphs/usuarios/accounts/demo-accounts.ts';
import {
  type Installation,
  newInstallation,
  type StartedProgram,
  startProgram,
} from '../support/started-program.ts';

const LIMIT_MS = 240_000;
const STEP_MS = 60_000;
const SALES_PER_SECOND = 20;

let installation: Installation;
let program: StartedProgram | undefined;

beforeEach(async () => {
  installation = await newInstallation();
});
afterEach(async () => {
  if (program && !program.hasEnded()) program.kill('SIGTERM');
  await program?.exited;
  program = undefined;
  installation.remove();
}, STEP_MS);

async function start(variables: Readonly<Record<string, string>> = {}): Promise<void> {
  const started = startProgram({ ...installation.variables, ...variables });
  program = started;
  await eventually(
    'npm start is ready',
    () => started.stdout.includes('Ready after') || started.hasEnded(),
    STEP_MS,
  );
  expect(started.stderr).toBe('');
}

/** The page of an administrator of the demo. */
async function openPage() {
  const origin = `http://localhost:${installation.variables['WEB_PORT']}`;
  const [{ email } = { email: '' }] = DEMO_ACCOUNTS;
  const { accessToken } = await signIn(`${origin}/graphql`, { email, password: DEMO_PASSWORD });
  const headers = { origin, authorization: `Bearer ${accessToken}` };
  const post = async (action: string, body: object) => {
    const response = await fetch(`${origin}/caos/${action}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  return {
    look: async () =>
      (await (await fetch(`${origin}/caos/estado`, { headers })).json()) as ChaosStatus,
    statusOf: async () => (await fetch(`${origin}/caos/estado`, { headers })).status,
    async act(action: string, body: object) {
      expect({ action, status: await post(action, body) }).toEqual({ action, status: 200 });
    },
    /** Kills a process as soon as the time since the last kill allows it. */
    kill: (target: string) =>
      eventually(
        `${target} may be killed`,
        async () => (await post('matar', { proceso: target })) === 200,
        STEP_MS,
      ),
  };
}

type ShopPage = Awaited<ReturnType<typeof openPage>>;

/** Looks until the status is as expected; looking also keeps a load going. */
async function lookUntil(
  page: ShopPage,
  what: string,
  holds: (status: ChaosStatus) => boolean,
): Promise<ChaosStatus> {
  let status = await page.look();
  await eventually(
    what,
    async () => {
      status = await page.look();
      return holds(status);
    },
    STEP_MS,
  );
  return status;
}

/** The stock of the shop's own products, by SKU. */
async function shopStock(): Promise<Map<string, number>> {
  const url = `http://127.0.0.1:${installation.variables['ROUTER_PORT']}/graphql`;
  const document = `query Stock($after: String) {
    productos(first: 100, after: $after) {
      nodes { sku status stock { available } } pageInfo { hasNextPage endCursor } } }`;
  const stock = new Map<string, number>();
  for (let after: string | null = null; ; ) {
    const answer: QueryResponse<{ productos: Page }> = await query(url, document, { after });
    const { nodes, pageInfo } = answer.data?.productos ?? EMPTY_PAGE;
    for (const { sku, status, stock: units } of nodes) {
      stock.set(sku, units.available);
      if (sku.startsWith('CAOS-')) expect(status).toBe('DISCONTINUED');
    }
    if (!pageInfo.hasNextPage) return stock;
    after = pageInfo.endCursor;
  }
}

const EMPTY_PAGE: Page = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

interface Page {
  nodes: { sku: string; status: string; stock: { available: number } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

test(
  'each process is killed under load; all that was sold is there once, and nothing stays behind',
  async () => {
    await start();
    const page = await openPage();
    const before = await shopStock();
    await page.act('carga', { ventasPorSegundo: SALES_PER_SECOND, segundos: 120 });
    await lookUntil(page, 'it sells', ({ load }) => load.sold > 20);

    for (const target of ['ventas', 'inventario', 'database'] as const) {
      const pid = pidOf(await page.look(), target);
      await page.kill(target);
      const { load } = await lookUntil(page, `${target} is back`, (status) => {
        const now = status.processes.find(({ name }) => name === target);
        return now?.isAlive === true && now.pid !== pid;
      });
      await lookUntil(page, `it sells after ${target}`, (status) => {
        return status.load.sold > load.sold + SALES_PER_SECOND && status.load.inDoubt === 0;
      });
    }
    await page.act('detener', {});
    const end = await lookUntil(page, 'the load is over', ({ load }) => load.state === 'IDLE');

    expect(end.load).toMatchObject({ refused: 0, inDoubt: 0, sold: end.load.begun });
    expect(end.load.resent).toBeGreaterThan(0);
    const quiet = await lookUntil(page, 'every promise was read again, and holds', (status) => {
      const isLater = (status.invariants.readAtMs ?? 0) > end.nowMs;
      return isLater && status.invariants.readings.every(({ state }) => state === 'HOLDS');
    });
    expect(quiet.accounting).toEqual({ lost: 0, doubled: 0 });
    const killed = quiet.events.filter(({ kind }) => kind === 'KILLED');
    expect(killed).toHaveLength(3);
    const after = await shopStock();
    for (const [sku, units] of before) expect([sku, after.get(sku)]).toEqual([sku, units]);

    await eventually('the worker ends once nobody looks', () => workers().length === 0, STEP_MS);
    program?.pressCtrlC();
    expect(await program?.exited).toBe(0);
  },
  LIMIT_MS,
);

test(
  'Ctrl-C amid a load ends all of it, and takes its products off sale',
  async () => {
    await start();
    const page = await openPage();
    await page.act('carga', { ventasPorSegundo: SALES_PER_SECOND, segundos: 120 });
    await lookUntil(page, 'it sells', ({ load }) => load.sold > 5);

    program?.pressCtrlC();

    expect(await program?.exited).toBe(0);
    expect(program?.stderr).toBe('');
    expect(workers()).toEqual([]);
    await start();
    // Reading the stock also looks at the products of the test.
    expect((await shopStock()).has('CAOS-01')).toBe(true);
  },
  LIMIT_MS,
);

test(
  'on databases of one’s own there is no chaos test, and web is told of none',
  async () => {
    const databases = await Promise.all(SUBGRAPH_NAMES.map(() => createEmptyDatabase('chaos')));
    try {
      const urls = SUBGRAPH_NAMES.map((name, index) => [
        databaseUrlVariable(name),
        databases[index]?.url ?? '',
      ]);
      await start(Object.fromEntries(urls));
      expect(await (await openPage()).statusOf()).toBe(404);
      expect(environments().filter((text) => text.includes('CHAOS_'))).toEqual([]);
      program?.kill('SIGTERM');
      await program?.exited;
    } finally {
      await Promise.all(databases.map((database) => database.drop()));
    }
  },
  LIMIT_MS,
);

test(
  'web alone is told the token',
  async () => {
    await start();
    const told = environments().filter((text) => text.includes('CHAOS_TOKEN='));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('WEB_PORT=');
  },
  LIMIT_MS,
);

function pidOf({ processes }: ChaosStatus, target: TargetName): number | null {
  return processes.find(({ name }) => name === target)?.pid ?? null;
}

/** A file of every process, as far as it can be read. */
function ofProcesses(file: 'environ' | 'cmdline'): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => {
      try {
        return readFileSync(join('/proc', name, file), 'utf8');
      } catch {
        // It has ended meanwhile.
        return '';
      }
    });
}

/** The environments of the services of this installation. */
function environments(): string[] {
  const ports = Object.entries(installation.variables).filter(([name]) => name.endsWith('_PORT'));
  return ofProcesses('environ').filter((text) =>
    ports.some(([name, port]) => text.includes(`${name}=${port}\0`)),
  );
}

function workers(): string[] {
  return ofProcesses('cmdline').filter((text) => text.includes('chaos-worker.ts'));
}
