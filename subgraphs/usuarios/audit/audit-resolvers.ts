import { refusal } from '../../../common/process/errors/refusals.ts';
import { pageArguments } from '../../../common/subgraph/database/keyset.ts';
import { requireListSize } from '../../../common/subgraph/graphql/require-list-size.ts';
import { parseGivenId, parseRowId, parseUuid } from '../../../common/values/ids.ts';
import { AUDIT_KINDS } from '../audit-kinds.ts';
import type { AuditEntryInput, Resolvers } from '../generated/schema-types.ts';
import { AUDIT_KIND, auditPage, insertEntries, type NewEntry } from './audit-store.ts';

const NO_KIND = 'kind lleva mayúsculas y guiones bajos, 40 a lo más.';
const OWN_KINDS: ReadonlySet<string> = new Set(AUDIT_KINDS);

export const auditResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'AuditEntry'> = {
  Query: {
    auditoria: (_, args, { loaders }) => {
      const { kind = null, from = null, to = null } = args;
      if (kind !== null && !AUDIT_KIND.test(kind)) throw refusal('BAD_USER_INPUT', NO_KIND);
      const actorId = args.actorId ? parseGivenId<'User'>(args.actorId) : null;
      return loaders.pages.load(auditPage({ kind, actorId, from, to }, pageArguments(args)));
    },
  },
  Mutation: {
    recordAudit: async (_, { input: { entries } }, { caller, database }) => {
      const { service } = caller;
      // The service that clients ask tells of it, not the router.
      if (service === 'router') throw refusal('SERVICE_TOKEN_INVALID');
      requireListSize(entries, 'entradas');
      await insertEntries(
        database,
        entries.map((entry) => readEntry(entry, service)),
      );
      return { recorded: entries.length };
    },
  },
  AuditEntry: {
    occurredAt: ({ occurredAt }) => occurredAt.toISOString(),
    actor: ({ actorId }, _, { loaders }) =>
      actorId === null ? null : loaders.accountById.load(actorId),
  },
};

function readEntry(input: AuditEntryInput, service: string): NewEntry {
  const id = parseUuid(input.id);
  const { kind } = input;
  if (id === null) throw refusal('BAD_USER_INPUT', 'El id de una entrada es un UUID.');
  if (!AUDIT_KIND.test(kind)) throw refusal('BAD_USER_INPUT', NO_KIND);
  if (OWN_KINDS.has(kind)) throw refusal('BAD_USER_INPUT', `${service} no informa ${kind}.`);
  return {
    id,
    kind,
    service,
    occurredAt: new Date(input.occurredAt),
    actorId: input.actorId ? parseRowId<'User'>(input.actorId) : null,
    address: input.address ?? null,
    requestId: input.requestId,
    subject: input.subject,
    detail: input.detail ?? null,
  };
}
