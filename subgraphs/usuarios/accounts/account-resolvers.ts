import { userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import { hasRole } from '../../../common/process/identity/roles.ts';
import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { readSearch } from '../../../common/subgraph/database/search.ts';
import { parseGivenId, parseRowId } from '../../../common/values/ids.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { tryOwnPassword } from '../sessions/try-password.ts';
import { type AccountRow, accountPage, findAccounts, rolesOf } from './account-store.ts';
import {
  type AccountEdit,
  changeAccount,
  changeOwnPassword,
  createAccount,
  deactivateAccount,
} from './edit-account.ts';

export const accountResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'User'> = {
  Query: {
    yo: (_, _args, context) => signedIn(context),
    usuarios: (_, args, { loaders }) => {
      const { role = null, active = null } = args;
      const filter = { search: readSearch(args.search), role, active };
      return loaders.pages.load(accountPage(filter, pageArguments(args)));
    },
    usuario: (_, { id }, { loaders }) => {
      const rowId = parseRowId<'User'>(id);
      return rowId === null ? null : loaders.accountById.load(rowId);
    },
  },
  Mutation: {
    crearUsuario: async (_, { input }, context) =>
      payloadOf(await createAccount(context, input), context),
    actualizarUsuario: async (_, { input }, context) =>
      payloadOf(await changeAccount(context, input), context),
    desactivarUsuario: async (_, { input }, context) =>
      payloadOf(await deactivateAccount(context, input.id), context),
    cambiarClave: async (_, { input }, context) => {
      const { currentPassword, newPassword } = input;
      const tried = await tryOwnPassword(context, await signedIn(context), currentPassword);
      switch (tried.kind) {
        case 'Right':
          return payloadOf(await changeOwnPassword(context, tried.account, newPassword), context);
        case 'Wrong':
          return refused(userError('INVALID_CREDENTIALS', ['currentPassword']));
        case 'Delayed':
          return refused(userError('TOO_MANY_ATTEMPTS', [], `Faltan ${tried.waitSeconds} s.`));
      }
    },
  },
  User: {
    __resolveReference: ({ id }, context) => {
      const rowId = parseRowId(String(id));
      const { actor } = context.caller;
      if (rowId === null || !(hasRole(actor, 'ADMIN') || actor?.id === String(rowId))) return null;
      return context.loaders.accountById.load(rowId);
    },
    id: ({ id }) => String(id),
    roles: rolesOf,
    seller: ({ sellerId }) => (sellerId === null ? null : { id: String(sellerId) }),
    customer: ({ customerId }) => (customerId === null ? null : { id: String(customerId) }),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
  },
};

/** @throws refusal UNAUTHENTICATED when the account may not sign in, whatever its token says */
async function signedIn({ caller, loaders }: SubgraphContext): Promise<AccountRow> {
  const id = parseGivenId<'User'>(caller.actor?.id) ?? 'unknown';
  const account = id === 'unknown' ? null : await loaders.accountById.load(id);
  if (!account?.active) throw refusal('UNAUTHENTICATED');
  return account;
}

const refused = (error: ReturnType<typeof userError>) => ({ user: null, userErrors: [error] });

async function payloadOf({ id, userErrors }: AccountEdit, { prisma }: SubgraphContext) {
  // Not by the loader: whoever changes their own password was read before the change.
  const [user = null] = id === null ? [] : await findAccounts(prisma, [id]);
  return { user, userErrors };
}
