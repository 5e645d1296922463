import type { Database } from '../../../common/subgraph/database/database.ts';
import { committedIsHeld, confirmedIsCommitted } from './cross-checks.ts';
import { DOCUMENT_CHECKS, QUIET_DOCUMENT_CHECKS } from './document-checks.ts';
import { DRAWER_CHECKS } from './drawer-checks.ts';
import { type Check, checkOn, type Violation } from './invariant-check.ts';
import { INVENTARIO_CHECKS } from './inventario-checks.ts';
import { PAYMENT_CHECKS } from './payment-checks.ts';
import { returnedIsInStock } from './restock-checks.ts';
import { RETURN_CHECKS } from './return-checks.ts';
import { QUIET_VENTAS_CHECKS, VENTAS_CHECKS } from './ventas-checks.ts';

export interface CheckOptions {
  inventario: Database;
  ventas: Database;
  /** True: nobody is selling, so every message between the services must have arrived too. */
  quiet?: boolean;
}

/**
 * Checks the promises of the sale protocol in the databases of a system that may be selling
 * meanwhile.
 * @returns the violations by invariant, at most 1,000 of each kind
 */
export async function checkInvariants(options: CheckOptions): Promise<Violation[]> {
  const { inventario, ventas, quiet = false } = options;
  const ventasChecks = [
    ...VENTAS_CHECKS,
    ...(quiet ? QUIET_VENTAS_CHECKS : []),
    ...PAYMENT_CHECKS,
    ...RETURN_CHECKS,
    ...DRAWER_CHECKS,
    ...DOCUMENT_CHECKS,
    ...(quiet ? QUIET_DOCUMENT_CHECKS : []),
  ];
  // One after the other on each database: long statements side by side would only fight for it.
  const perDatabase = await Promise.all([
    runAll(INVENTARIO_CHECKS.map((check) => checkOn(inventario, check))),
    runAll(ventasChecks.map((check) => checkOn(ventas, check))),
  ]);
  const across = await runAll([
    committedIsHeld(options),
    confirmedIsCommitted(options),
    returnedIsInStock(options),
  ]);
  return [...perDatabase.flat(), ...across].sort((left, right) =>
    left.invariant.localeCompare(right.invariant, 'en', { numeric: true }),
  );
}

async function runAll(checks: readonly Check[]): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const check of checks) violations.push(...(await findTwice(check)));
  return violations;
}

/** Suspects are read again, and only what is wrong both times is a violation. */
async function findTwice({ invariant, find }: Check): Promise<Violation[]> {
  const suspects = new Set((await find()).map(({ subject }) => subject));
  if (suspects.size === 0) return [];
  const again = await find();
  return again
    .filter(({ subject }) => suspects.has(subject))
    .map(({ subject, message }) => ({ invariant, subject, message }));
}
