import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { refusal } from '../../../common/process/errors/refusals.ts';
import type { AuditedRequest } from '../../../common/subgraph/audit/audit-store.ts';
import type { Sql, TransactionSql } from '../../../common/subgraph/database/sql.ts';
import { parseRowId } from '../../../common/values/ids.ts';
import { normalText } from '../../../common/values/text.ts';
import { type OwnEvent, recordEvent } from '../audit/audit-store.ts';
import type { Resources } from '../context.ts';
import type { ActualizarUsuarioInput, CrearUsuarioInput } from '../generated/schema-types.ts';
import { forgetDevicesOf } from '../sessions/device-store.ts';
import { endSessionsOf } from '../sessions/session-store.ts';
import {
  areRowIds,
  checkAccount,
  type GivenLinks,
  givenLinks,
  normalizeEmail,
} from './account-fields.ts';
import type { CheckLinks } from './account-links.ts';
import {
  type AccountColumns,
  type AccountRow,
  insertAccount,
  lockAccounts,
  rolesColumn,
  rolesOf,
  updateAccount,
} from './account-store.ts';
import { loadPasswordCheck } from './password-rules.ts';

/** The resources of an edit of accounts; the request names the editor, for the audit log. */
export interface AccountEditDeps extends Pick<Resources, 'database' | 'passwords'>, AuditedRequest {
  checkLinks: CheckLinks;
}

/** The account after an edit, by its id, or why it was not edited. */
export interface AccountEdit {
  id: number | null;
  userErrors: UserError[];
}

const refused = (error: UserError): AccountEdit => ({ id: null, userErrors: [error] });

export async function createAccount(
  deps: AccountEditDeps,
  input: CrearUsuarioInput,
): Promise<AccountEdit> {
  const columns = {
    name: normalText(input.name),
    email: normalizeEmail(input.email),
    roles: rolesColumn(input.roles),
    ...givenLinks(input),
  };
  const checkPassword = await loadPasswordCheck();
  const userErrors = [
    ...checkAccount(columns),
    ...checkPassword(input.password, 'password', columns.email),
  ];
  if (!areRowIds(columns)) return { id: null, userErrors };
  if (userErrors.length === 0) userErrors.push(...(await deps.checkLinks(columns)));
  if (userErrors.length > 0) return { id: null, userErrors };
  const passwordHash = await deps.passwords.hash(input.password);
  return deps.database.transaction(async (sql) => {
    await lockWithEditor(sql, deps, { ids: [], mustBeAdministrator: true });
    const id = await insertAccount(sql, { ...columns, passwordHash });
    if (id === null) return refused(userError('DUPLICATE_EMAIL', ['email']));
    const detail = `roles ${columns.roles}`;
    await recordEvent(sql, deps, { kind: 'USER_CREATED', subject: columns.email, detail });
    return { id, userErrors: [] };
  });
}

/** Changes what is given of an account, if nobody else has changed it in the meantime. */
export async function changeAccount(
  deps: AccountEditDeps,
  input: ActualizarUsuarioInput,
): Promise<AccountEdit> {
  const id = parseRowId<'User'>(input.id);
  // Hashed before the transaction, which holds a lock: whether it is a good one is seen there.
  const { password = null } = input;
  const passwordHash = password === null ? null : await deps.passwords.hash(password);
  const checkPassword = password === null ? null : await loadPasswordCheck();
  // Asked before it, too: no transaction is open across a call. Malformed ids are seen there.
  const { sellerId, customerId } = givenLinks(input);
  const linkErrors = await deps.checkLinks({
    sellerId: sellerId === 'unknown' ? null : sellerId,
    customerId: customerId === 'unknown' ? null : customerId,
  });
  return editAccount(deps, { id, mustBeAdministrator: true }, (current) => {
    if (current.version !== input.version) return [userError('STALE', ['version'])];
    const columns = changedColumns(current, input);
    const userErrors = [
      ...checkAccount(columns),
      ...linkErrors,
      ...(password !== null && checkPassword
        ? checkPassword(password, 'password', columns.email)
        : []),
      ...checkOwnAccount(deps, current.id, columns),
    ];
    return userErrors.length > 0 || !areRowIds(columns)
      ? userErrors
      : { kind: 'USER_CHANGED', columns: { ...columns, ...(passwordHash && { passwordHash }) } };
  });
}

/** Keeps an account from signing in and ends its sessions; may be repeated. */
export function deactivateAccount(deps: AccountEditDeps, id: string): Promise<AccountEdit> {
  const rowId = parseRowId<'User'>(id);
  return editAccount(deps, { id: rowId, mustBeAdministrator: true }, (current) => {
    const columns = { ...current, active: false };
    const userErrors = checkOwnAccount(deps, current.id, columns);
    return userErrors.length > 0 ? userErrors : { kind: 'USER_DEACTIVATED', columns };
  });
}

/** Gives an account a new password, which its owner has chosen, and ends its sessions. */
export async function changeOwnPassword(
  deps: AccountEditDeps,
  account: AccountRow,
  newPassword: string,
): Promise<AccountEdit> {
  const checkPassword = await loadPasswordCheck();
  const userErrors = checkPassword(newPassword, 'newPassword', account.email);
  if (userErrors.length > 0) return { id: null, userErrors };
  const passwordHash = await deps.passwords.hash(newPassword);
  return editAccount(deps, { id: account.id, mustBeAdministrator: false }, (current) => {
    if (current.passwordHash !== account.passwordHash) {
      return [userError('INVALID_CREDENTIALS', ['currentPassword'])];
    }
    return { kind: 'PASSWORD_CHANGED', columns: { ...current, passwordHash } };
  });
}

interface Edit {
  kind: OwnEvent['kind'];
  columns: AccountColumns;
}

interface EditTarget {
  /** Null when no account can have the id; whoever edits is looked at all the same. */
  id: number | null;
  /** Else whoever edits needs an account that is active, no more. */
  mustBeAdministrator: boolean;
}

/** Decides on the locked row; the edit, its audit entry and the end of sessions are one. */
function editAccount(
  deps: AccountEditDeps,
  { id, mustBeAdministrator }: EditTarget,
  decide: (current: AccountRow) => Edit | UserError[],
): Promise<AccountEdit> {
  return deps.database.transaction(async (sql) => {
    const ids = id === null ? [] : [id];
    const accounts = await lockWithEditor(sql, deps, { ids, mustBeAdministrator });
    const current = id === null ? undefined : accounts.get(id);
    if (!current) return refused(userError('USER_NOT_FOUND', ['id']));
    const decided = decide(current);
    if (Array.isArray(decided)) return { id: current.id, userErrors: decided };
    return writeEdit(sql, deps, { current, ...decided });
  });
}

/**
 * Locks accounts together with that of their editor, and looks at the editor's roles now: the token
 * tells the roles of the time when it was made. Somebody who has just been dismissed must not leave
 * an account behind, and two administrators who dismiss each other must not both succeed.
 * @throws refusal UNAUTHENTICATED or FORBIDDEN
 */
async function lockWithEditor(
  sql: Sql,
  { caller }: AccountEditDeps,
  { ids, mustBeAdministrator }: { ids: readonly number[]; mustBeAdministrator: boolean },
): Promise<Map<number, AccountRow>> {
  // Only commands of operators edit for nobody: the graph lets no stranger come this far.
  if (caller.actor === null) return lockAccounts(sql, [0, ...ids]);
  const editorId = parseRowId<'User'>(caller.actor.id);
  if (editorId === null) throw refusal('UNAUTHENTICATED');
  const accounts = await lockAccounts(sql, [editorId, ...ids]);
  const editor = accounts.get(editorId);
  if (!editor?.active) throw refusal('UNAUTHENTICATED');
  if (mustBeAdministrator && !rolesOf(editor).includes('ADMIN')) throw refusal('FORBIDDEN');
  return accounts;
}

async function writeEdit(
  sql: TransactionSql,
  deps: AccountEditDeps,
  { current, kind, columns }: Edit & { current: AccountRow },
): Promise<AccountEdit> {
  const { id } = current;
  const changed = (Object.keys(columns) as (keyof AccountColumns)[]).filter(
    (name) => current[name] !== columns[name],
  );
  if (changed.length === 0) return { id, userErrors: [] };
  if (!(await updateAccount(sql, id, columns))) {
    return refused(userError('DUPLICATE_EMAIL', ['email']));
  }
  const mayDoLess = changed.some((name) => name !== 'name' && name !== 'email');
  if (mayDoLess) await endSessionsOf(sql, id);
  if (changed.includes('passwordHash') || !columns.active) await forgetDevicesOf(sql, id);
  await recordEvent(sql, deps, {
    kind,
    subject: columns.email,
    detail: changed.map((name) => describeChange(name, current, columns)).join('; '),
  });
  return { id, userErrors: [] };
}

function describeChange(
  name: keyof AccountColumns,
  before: AccountColumns,
  after: AccountColumns,
): string {
  if (name === 'passwordHash') return 'password';
  return `${name} ${String(before[name])} → ${String(after[name])}`;
}

function changedColumns(
  current: AccountRow,
  input: ActualizarUsuarioInput,
): Omit<AccountColumns, keyof GivenLinks> & GivenLinks {
  const { name, email, roles, active } = input;
  return {
    name: typeof name === 'string' ? normalText(name) : current.name,
    email: typeof email === 'string' ? normalizeEmail(email) : current.email,
    passwordHash: current.passwordHash,
    roles: roles ? rolesColumn(roles) : current.roles,
    ...givenLinks(input, current),
    active: active ?? current.active,
  };
}

/** People cannot lock themselves out: so there is always an administrator left. */
function checkOwnAccount(
  deps: AccountEditDeps,
  id: number,
  columns: Pick<AccountColumns, 'active' | 'roles'>,
): UserError[] {
  if (deps.caller.actor?.id !== String(id)) return [];
  if (!columns.active) return [userError('INVALID_INPUT', ['id'], 'Es su propia cuenta.')];
  if (rolesOf(columns).includes('ADMIN')) return [];
  return [userError('INVALID_INPUT', ['roles'], 'No puede quitarse el rol ADMIN.')];
}
