// `npm run restore -- --from DIR`: loads a backup into empty databases and checks the promises. The
// databases are those of `migrate`: of the environment, else of a server that
// `npm start -- --only-database` runs. Nothing starts on them until the promises hold; a restore
// that was killed is begun anew by the next one.
import { resolve } from 'node:path';
import type { Manifest } from '../backup/backup-manifest.ts';
import { openLiveDatabases } from '../databases/live-databases.ts';
import {
  markForRestore,
  removeMarkStatement,
  removeRestoreMark,
} from '../databases/unfinished-restore.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv } from '../environment/settings.ts';
import { migrateDatabase } from '../migrate/apply-migrations.ts';
import { migrationsDirectory } from '../migrate/migration-files.ts';
import { checkInvariants } from '../verify/check-invariants.ts';
import type { Invariant } from '../verify/invariant-check.ts';
import { verificationReport } from '../verify/verification-report.ts';
import { sendCatalogAnew } from './catalog-anew.ts';
import { type CheckedBackup, checkBackup } from './check-backup.ts';
import { loadDump } from './load-dump.ts';
import { type RestoreTarget, withEmptyDatabases } from './restore-targets.ts';

const USAGE = 'npm run restore -- --from DIR';

/** The promise that something is under way for a short time only; at a backup something was. */
const ENDED_BY_SERVICES: Invariant = 'I8';

await runCommand(async () => {
  const { from } = readArguments(USAGE, { options: { from: { type: 'string' } } }).values;
  if (!from) throw new OperatorError(`Say where the backup is.\nUsage: ${USAGE}`);
  loadDotEnv();
  const backup = await checkBackup(resolve(from));
  await withEmptyDatabases(process.env, backup.manifest, async (targets) => {
    await load(backup, targets);
    const openThings = await requirePromises(targets);
    await sendCatalogAnew(targets);
    for (const { connection } of targets) await removeRestoreMark(connection);
    say(closingWords(backup.manifest, openThings));
  });
});

async function load(
  { manifest, dumpFile, subgraphs }: CheckedBackup,
  targets: readonly RestoreTarget[],
): Promise<void> {
  const startedAtMs = performance.now();
  for (const { connection } of targets) await markForRestore(connection);
  const loaded = targets.filter(({ subgraph }) => subgraphs.includes(subgraph));
  await loadDump(
    dumpFile,
    loaded.map((target) => {
      return { ...target, nameInDump: manifest.databases[target.subgraph]?.name ?? '' };
    }),
  );
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  say(`Loaded ${subgraphs.join(', ')} as of ${manifest.takenAt}: ${seconds} s.`);
  for (const { subgraph, address } of targets) {
    const directory = migrationsDirectory(subgraph);
    const applied = await migrateDatabase(address, directory, { isRestoring: true });
    if (applied.length > 0) say(`Migrated ${subgraph}: ${applied.join(', ')}.`);
  }
}

/**
 * Checks what was loaded.
 * @returns the number of things that were under way at the moment of the backup
 * @throws OperatorError when a promise does not hold; the databases stay closed then
 */
async function requirePromises(targets: readonly RestoreTarget[]): Promise<number> {
  const databases = await openLiveDatabases(process.env, ['inventario', 'ventas']);
  try {
    const violations = await checkInvariants({ ...databases, quiet: true });
    const broken = violations.filter(({ invariant }) => invariant !== ENDED_BY_SERVICES);
    say(verificationReport(broken, ENDED_BY_SERVICES));
    if (broken.length === 0) return violations.length;
  } finally {
    await Promise.all([databases.inventario.close(), databases.ventas.close()]);
  }
  const names = targets.map(({ address }) => address.database).join(', ');
  throw new OperatorError(
    `The data of the backup break promises, so nothing starts on them: restore another backup into ` +
      `them. To use them as they are, run ${removeMarkStatement()} in each of ${names}.`,
  );
}

function closingWords({ takenAt }: Manifest, openThings: number): string {
  const open =
    openThings === 0
      ? 'Nothing was under way'
      : `${openThings} things were under way, which the services end (${ENDED_BY_SERVICES})`;
  return `The databases are as they were at ${takenAt}. ${open}; what came later is gone.
Start the services; after a minute, before anybody sells, run npm run verify -- --quiet.`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
