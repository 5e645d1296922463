/** GraphQL types whose resolvers start from something else than the GraphQL shape. */
export const MAPPERS = {
  User: '../accounts/account-store.ts#AccountRow',
  UserConnection: '../accounts/account-store.ts#AccountPage',
  AuditEntry: '../audit/audit-store.ts#AuditRow',
  AuditEntryConnection: '../audit/audit-store.ts#AuditPage',
};
