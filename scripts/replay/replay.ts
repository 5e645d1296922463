// `npm run replay -- FILE.csv[.gz] [--url URL] [--limit N]`: sells real invoices through the graph.

import { DEMO_PASSWORD } from '../../subgraphs/usuarios/accounts/demo-accounts.ts';
import { readArguments } from '../operate/environment/command-arguments.ts';
import { OperatorError, runCommand } from '../operate/environment/operator-error.ts';
import { loadDotEnv, readSettings } from '../operate/environment/settings.ts';
import { DEMO_ACCOUNTS } from '../stack/demo-data/demo-accounts.ts';
import { graphqlUrl } from '../stack/supervisor/service-environment.ts';
import { REPLAY_PING } from './generated/shop-operations.api.ts';
import {
  type Credentials,
  createExecute,
  createPersist,
  type Execute,
  RefusedError,
} from './graph-client.ts';
import { readInvoiceFile } from './invoice-file.ts';
import { createProgress } from './progress.ts';
import { differencesOf, readBack } from './read-back.ts';
import { planReplay } from './replay-plan.ts';
import { accountReport, readBackReport, replayReport } from './replay-report.ts';
import { newReplayResult } from './replay-result.ts';
import { replay } from './replay-sales.ts';
import { createShop } from './shop.ts';

const USAGE = 'npm run replay -- FILE.csv[.gz] [--url URL] [--limit N]';
const OPTIONS = { url: { type: 'string' }, limit: { type: 'string' } } as const;
const INTERRUPTED_EXIT_CODE = 130;

await runCommand(async () => {
  loadDotEnv();
  const { file, url, limit } = readReplay();
  const stop = stopOnSignals();
  const plan = planReplay(await readInvoiceFile(file), limit);
  const execute = createExecute(url, readCredentials());
  await requireRouter(execute);

  const progress = createProgress(process.stdout);
  const shop = createShop(execute, createPersist(stop));
  const result = newReplayResult();
  try {
    await replay({ shop, progress, stop }, plan, result);
    say(replayReport(plan, result));
    say(accountReport(plan, result));
    if (!stop.aborted) {
      const found = await readBack(shop, plan, result);
      say(readBackReport(found));
      const refused = result.rejectedInvoices.size + result.refusals.size;
      const isGood = differencesOf(found).length === 0 && refused === 0;
      if (!isGood) process.exitCode = 1;
    }
  } catch (error) {
    progress.end();
    if (result.saleIds.size > 0) say(replayReport(plan, result));
    // A request that could not be tried again because of the stop is part of stopping.
    if (!stop.aborted) throw toOperatorError(error);
  }
  if (stop.aborted) {
    say('Stopped: run the same command again, and it goes on where it stopped.');
    process.exitCode = INTERRUPTED_EXIT_CODE;
  }
});

/** The file to sell, where, and how much of it. */
function readReplay(): { file: string; url: string; limit: number | null } {
  const { values, positionals } = readArguments(USAGE, {
    options: OPTIONS,
    allowPositionals: true,
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new OperatorError(`Usage: ${USAGE}`);
  const limit = values.limit === undefined ? null : Number(values.limit);
  if (limit !== null && !(Number.isInteger(limit) && limit > 0)) {
    throw new OperatorError(
      `--limit ${values.limit} is not a number of invoices.\nUsage: ${USAGE}`,
    );
  }
  const address = graphqlUrl(readSettings(process.env), 'router');
  const url = values.url ?? address;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new OperatorError(`--url ${url} is not an address such as ${address}.`);
  }
  return { file, url, limit };
}

/** The seller: in development the administrator of the demo unless told otherwise. */
function readCredentials(): Credentials {
  const [admin] = DEMO_ACCOUNTS;
  const { REPLAY_EMAIL, REPLAY_PASSWORD } = process.env;
  return { email: REPLAY_EMAIL || admin.email, password: REPLAY_PASSWORD || DEMO_PASSWORD };
}

/** Ctrl-C may come twice, from the terminal and from npm: both mean the same. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort());
  }
  return controller.signal;
}

async function requireRouter(execute: Execute): Promise<void> {
  try {
    await execute(REPLAY_PING, {});
  } catch (error) {
    if (error instanceof RefusedError) throw toOperatorError(error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `No graph answers (${reason}): start it with npm start, or give its address with --url.`,
    );
  }
}

function toOperatorError(error: unknown): unknown {
  if (!(error instanceof RefusedError)) return error;
  return new OperatorError(`The graph refuses a request of the replay: ${error.message}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
