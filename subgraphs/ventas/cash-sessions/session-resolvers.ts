import { refusal } from '../../../common/process/errors/refusals.ts';
import { hasRole } from '../../../common/process/identity/roles.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { lockingEditDepsOf } from '../../../common/subgraph/edit/edit.ts';
import { parseGivenId, parseUuid } from '../../../common/values/ids.ts';
import type { SubgraphContext } from '../context.ts';
import type { Resolvers } from '../generated/schema-types.ts';
import { requireActor } from '../own-records.ts';
import {
  closeSession,
  moveCash,
  openSession,
  type SessionDeps,
  type SessionEdit,
} from './keep-session.ts';
import {
  type CashSessionRow,
  findMovements,
  findUnpaidSales,
  sessionPage,
} from './session-store.ts';
import type { SessionTotals } from './session-totals-store.ts';

export const sessionResolvers: Pick<
  Resolvers,
  'Query' | 'Mutation' | 'CashSession' | 'MethodTotal' | 'CashMovement'
> = {
  Query: {
    sesionCaja: (_, { id }, { loaders }) => {
      const uuid = parseUuid(id);
      return uuid === null ? null : loaders.sessionById.load(uuid);
    },
    sesionesCaja: (_, args, context) => {
      const tillId = parseGivenId<'Till'>(args.tillId);
      const openedBy = visibleOpener(requireActor(context));
      const filter = { tillId, openedBy, from: args.from, to: args.to };
      return context.loaders.pages.load(sessionPage(filter, pageArguments(args)));
    },
  },
  Mutation: {
    abrirSesionCaja: async (_, { input }, context) => {
      const edit = await openSession(depsOf(context), input);
      if (isDone(edit, context)) context.log.info('cash-session.opened', fieldsOf(edit));
      return edit;
    },
    registrarMovimientoCaja: async (_, { input }, context) => {
      const edit = await moveCash(depsOf(context), input);
      if (isDone(edit, context)) context.log.info('cash-session.cash-moved', fieldsOf(edit));
      return edit;
    },
    cerrarSesionCaja: async (_, { input }, context) => {
      const edit = await closeSession(depsOf(context), input);
      if (isDone(edit, context)) context.log.info('cash-session.closed', fieldsOf(edit));
      return edit;
    },
  },
  CashSession: {
    till: async ({ tillId }, _, { loaders }) => {
      const till = await loaders.tillById.load(tillId);
      if (!till) throw new Error(`A cash session names till ${tillId}, which is not there`);
      return till;
    },
    opening: ({ openingCentimos }) => openingCentimos,
    cashRefunds: async (session, _, context) =>
      (await visibleTotals(session, context))?.cashRefundsCentimos ?? null,
    expected: async (session, _, context) =>
      (await visibleTotals(session, context))?.expectedCentimos ?? null,
    counted: ({ countedCentimos }) => countedCentimos,
    difference: ({ countedCentimos, expectedCentimos }) =>
      countedCentimos === null || expectedCentimos === null
        ? null
        : countedCentimos - expectedCentimos,
    byMethod: async (session, _, context) =>
      (await visibleTotals(session, context))?.byMethod ?? null,
    movements: ({ id }, _, { database }) => database.query(findMovements(id)),
    unpaidSales: (session, _, { database }) => database.query(findUnpaidSales(session)),
  },
  MethodTotal: { amount: ({ amountCentimos }) => amountCentimos },
  CashMovement: { amount: ({ amountCentimos }) => amountCentimos },
};

/** The account whose sessions a list shows: sellers see their own; null for those of everybody. */
function visibleOpener(actor: Actor): string | null {
  return hasRole(actor, 'ADMIN') ? null : actor.id;
}

/** Sellers count an open drawer without knowing what should be in it. */
async function visibleTotals(
  session: CashSessionRow,
  { caller, loaders }: SubgraphContext,
): Promise<SessionTotals | null> {
  const isVisible = session.closedAt !== null || hasRole(caller.actor, 'ADMIN');
  return isVisible ? loaders.sessionTotals.load(session) : null;
}

function depsOf(context: SubgraphContext): SessionDeps {
  const actor = requireActor(context);
  return {
    ...lockingEditDepsOf(context),
    actor,
    requireKeeper: (session) => requireKeeper(context, actor, session),
  };
}

/** @throws refusal FORBIDDEN */
function requireKeeper(context: SubgraphContext, actor: Actor, session: CashSessionRow): void {
  if (session.openedBy === actor.id || hasRole(actor, 'ADMIN')) return;
  context.onForbidden?.('CashSession');
  throw refusal('FORBIDDEN', 'La sesión de caja es de otra persona.');
}

/** Tells of a refusal where nothing was done. */
function isDone(edit: SessionEdit, { log }: SubgraphContext): boolean {
  const codes = edit.userErrors.map(({ code }) => code);
  if (codes.length > 0) log.info('cash-session.refused', { ...fieldsOf(edit), codes });
  return codes.length === 0;
}

function fieldsOf({ session, replayed }: SessionEdit) {
  return { sessionId: session?.id ?? null, tillId: session?.tillId ?? null, replayed };
}
