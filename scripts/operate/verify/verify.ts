// `npm run verify [-- --quiet]`: checks the promises of the sale protocol on a live system.
// `--quiet` says that nobody is selling, so that no message between the services may be under way.
import { isSqlError } from '../databases/connection.ts';
import { openLiveDatabases } from '../databases/live-databases.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv } from '../environment/settings.ts';
import { checkInvariants } from './check-invariants.ts';
import { verificationReport } from './verification-report.ts';

await runCommand(async () => {
  const options = { quiet: { type: 'boolean', default: false } } as const;
  const { quiet } = readArguments('npm run verify [-- --quiet]', { options }).values;
  loadDotEnv();
  const databases = await openLiveDatabases(process.env, ['inventario', 'ventas']);
  try {
    const violations = await checkInvariants({ ...databases, quiet });
    process.stdout.write(`${verificationReport(violations)}\n`);
    if (violations.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!isSqlError(error)) throw error;
    throw new OperatorError(
      `The check could not be finished: ${error.sqlMessage ?? error.message}.`,
    );
  } finally {
    await Promise.all([databases.inventario.close(), databases.ventas.close()]);
  }
});
