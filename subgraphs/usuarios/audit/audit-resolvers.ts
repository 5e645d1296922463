import { fault } from '../../../common/process/errors/faults.ts';
import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { requireListSize } from '../../../common/subgraph/graphql/require-list-size.ts';
import { parseGivenId, parseRowId, parseUuid } from '../../../common/values/ids.ts';
import type { AuditEntryInput, AuditKind, Resolvers } from '../generated/schema-types.ts';
import { type AuditRow, auditPage, insertEntries } from './audit-store.ts';

/** Who may report, and what: each what happens there, and nobody what happens here. */
const REPORTED_BY: ReadonlyMap<string, ReadonlySet<AuditKind>> = new Map([
  [
    'inventario',
    new Set<AuditKind>([
      'ACCESS_REFUSED',
      'STOCK_ADJUSTED',
      'PRICE_CHANGED',
      'PRODUCT_CREATED',
      'PRODUCT_CHANGED',
      'CATEGORY_CREATED',
    ]),
  ],
  [
    'ventas',
    new Set<AuditKind>([
      'ACCESS_REFUSED',
      'CUSTOMER_CREATED',
      'CUSTOMER_CHANGED',
      'SELLER_CREATED',
      'SELLER_CHANGED',
    ]),
  ],
]);

export const auditResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'AuditEntry'> = {
  Query: {
    auditoria: (_, args, { loaders }) => {
      const { kind = null, from = null, to = null } = args;
      const actorId = args.actorId ? parseGivenId<'User'>(args.actorId) : null;
      return loaders.pages.load(auditPage({ kind, actorId, from, to }, pageArguments(args)));
    },
  },
  Mutation: {
    recordAudit: async (_, { input: { entries } }, { caller, database }) => {
      const reported = REPORTED_BY.get(caller.service);
      if (!reported) {
        throw fault('SERVICE_TOKEN_INVALID');
      }
      requireListSize(entries, 'entradas');
      const other = entries.find(({ kind }) => !reported.has(kind));
      if (other) throw fault('BAD_USER_INPUT', `${caller.service} no informa ${other.kind}.`);
      await insertEntries(database, entries.map(readEntry));
      return { recorded: entries.length };
    },
  },
  AuditEntry: {
    occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
    actor: ({ actorId }, _, { loaders }) =>
      actorId === null ? null : loaders.accountById.load(actorId),
  },
};

function readEntry(input: AuditEntryInput): AuditRow {
  const id = parseUuid(input.id);
  if (id === null) throw fault('BAD_USER_INPUT', 'El id de una entrada es un UUID.');
  return {
    id,
    kind: input.kind,
    occurredAt: new Date(input.occurredAt),
    actorId: input.actorId ? parseRowId<'User'>(input.actorId) : null,
    address: input.address ?? null,
    requestId: input.requestId,
    subject: input.subject,
    detail: input.detail ?? null,
  };
}
