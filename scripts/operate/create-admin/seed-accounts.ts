import { v7 as uuidv7 } from 'uuid';
import type { Role } from '../../../common/process/identity/roles.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import {
  type AccountEditDeps,
  createAccount,
} from '../../../subgraphs/usuarios/accounts/edit-account.ts';
import { createPasswordHasher } from '../../../subgraphs/usuarios/accounts/password-hash.ts';
import { OperatorError } from '../environment/operator-error.ts';

export interface NewAccount {
  email: string;
  name: string;
  password: string;
  roles: Role[];
  sellerId?: string | null;
}

/** The resources with which a command edits accounts, as nobody who is signed in. */
export async function operatorDeps(
  usuarios: Database,
  { refusesDemo }: Pick<AccountEditDeps, 'refusesDemo'>,
): Promise<AccountEditDeps> {
  return {
    database: usuarios,
    passwords: await createPasswordHasher(),
    caller: { service: 'operator', actor: null, clientAddress: null },
    requestId: `operator-${uuidv7()}`,
    // Links of seeds come from ventas' own database.
    checkLinks: async () => [],
    refusesDemo,
  };
}

/**
 * Adds accounts by the same function as the graph, under the same rules.
 * @param mode production's rules are refusesDemo
 * @throws OperatorError with one sentence when one is refused
 */
export async function seedAccounts(
  usuarios: Database,
  accounts: readonly NewAccount[],
  mode = { refusesDemo: false },
): Promise<void> {
  const deps = await operatorDeps(usuarios, mode);
  for (const account of accounts) {
    const { userErrors } = await createAccount(deps, account);
    const [error] = userErrors;
    if (!error) continue;
    const field = error.path?.at(-1) ?? 'input';
    throw new OperatorError(`The account ${account.email} is refused: ${field}: ${error.message}`);
  }
}
