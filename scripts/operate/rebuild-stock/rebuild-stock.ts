// `npm run rebuild-stock [-- --apply]`: makes the counters of every product (available, lastSeq)
// what its ledger adds up to, on a system that may be selling. Without `--apply` it only shows the
// differences. Exit codes: 0 all agree, or were rebuilt; 1 there are differences (or the databases
// could not be read); 2 a ledger cannot be believed, so that its product was left as it is.
import { isSqlError } from '../databases/connection.ts';
import { openLiveDatabases } from '../databases/live-databases.ts';
import { readArguments } from '../environment/command-arguments.ts';
import { OperatorError, runCommand } from '../environment/operator-error.ts';
import { loadDotEnv } from '../environment/settings.ts';
import { rebuildStock } from './rebuild-products.ts';
import { rebuildReport } from './rebuild-report.ts';
import { findDifferences } from './stock-difference.ts';

await runCommand(async () => {
  const options = { apply: { type: 'boolean', default: false } } as const;
  const { apply: isApplied } = readArguments('npm run rebuild-stock [-- --apply]', {
    options,
  }).values;
  loadDotEnv();
  const { inventario } = await openLiveDatabases(process.env, ['inventario']);
  try {
    const differences = await (isApplied ? rebuildStock(inventario) : findDifferences(inventario));
    process.stdout.write(`${rebuildReport(differences, { isApplied })}\n`);
    if (differences.some(({ refusal }) => refusal !== null)) process.exitCode = 2;
    else if (differences.length > 0 && !isApplied) process.exitCode = 1;
  } catch (error) {
    if (!isSqlError(error)) throw error;
    throw new OperatorError(
      `The stock could not be rebuilt: ${error.sqlMessage ?? error.message}.`,
    );
  } finally {
    await inventario.close();
  }
});
