import { ROLES, type Role } from '../../../common/process/identity/roles.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import type {
  Condition,
  PageArguments,
  PageQuery,
} from '../../../common/subgraph/database/keyset.ts';
import {
  anyOf,
  beginsWith,
  holdsWords,
  type Search,
} from '../../../common/subgraph/database/search.ts';
import { isDuplicateKey, type Sql } from '../../../common/subgraph/database/sql.ts';
import { type RowOf, select, selectAll } from '../../../common/subgraph/database/table.ts';
import type { Connection } from '../../../common/subgraph/graphql/connection.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { USER } from '../tables.ts';
import { DEMO_EMAILS } from './demo-accounts.ts';

/** A row of the table User. */
export type AccountRow = RowOf<typeof USER>;
export type AccountPage = Connection<AccountRow>;

/** The roles of an account, from the form in which its row holds them. */
export function rolesOf({ roles }: Pick<AccountRow, 'roles'>): Role[] {
  const held = roles.split(',');
  return ROLES.filter((role) => held.includes(role));
}

/** The user that an account is for the graph. */
export function actorOf(account: AccountRow): Actor {
  const { id, sellerId, customerId } = account;
  return {
    id: String(id),
    roles: rolesOf(account),
    ...(sellerId !== null && { sellerId: String(sellerId) }),
    ...(customerId !== null && { customerId: String(customerId) }),
  };
}

/** Roles in the form of the row: each once, in their order. */
export function rolesColumn(roles: readonly Role[]): string {
  return ROLES.filter((role) => roles.includes(role)).join(',');
}

/** Accounts by id, in no order. */
export function findAccounts(prisma: PrismaClient, ids: number[]): Promise<AccountRow[]> {
  return prisma.user.findMany({ where: { id: { in: ids } } });
}

/** @param email in lower case */
export function findAccountByEmail(
  prisma: PrismaClient,
  email: string,
): Promise<AccountRow | null> {
  return prisma.user.findUnique({ where: { email } });
}

/** @returns the e-mails of demo accounts that may sign in */
export async function findDemoAccounts(sql: Sql): Promise<string[]> {
  const rows = await sql.query(
    select(USER, ['email'], 'WHERE active AND email LIKE ? ORDER BY email', [DEMO_EMAILS]),
  );
  return rows.map(({ email }) => email);
}

/** An account that may sign in, as an operator's command sees it. */
export interface ActiveAccount extends Pick<AccountRow, 'id' | 'email'> {
  isAdministrator: boolean;
}

export async function findActiveAccounts(sql: Sql): Promise<ActiveAccount[]> {
  const rows = await sql.query(select(USER, ['id', 'email', 'roles'], 'WHERE active'));
  return rows.map(({ id, email, roles }) => {
    return { id, email, isAdministrator: rolesOf({ roles }).includes('ADMIN') };
  });
}

export interface AccountFilter {
  search: Search | null;
  role: Role | null;
  active: boolean | null;
}

/** The page of accounts that a list shows, by name. */
export function accountPage(
  { search, role, active }: AccountFilter,
  page: PageArguments,
): PageQuery<AccountRow> {
  const where: Condition[] = [];
  if (search) {
    const email = beginsWith('CONVERT(email USING utf8mb4)', search);
    where.push(anyOf([holdsWords('name', search), email]));
  }
  if (role !== null) where.push({ sql: 'FIND_IN_SET(?, roles) > 0', values: [role] });
  if (active !== null) where.push({ sql: 'active = ?', values: [active] });
  const orderBy = [
    { column: 'name', direction: 'ASC', holds: 'text' },
    { column: 'id', direction: 'ASC', holds: 'integer' },
  ] as const;
  return { table: USER, where, orderBy, ...page };
}

/** The columns that administrators write. */
export type AccountColumns = Pick<
  AccountRow,
  'name' | 'email' | 'passwordHash' | 'roles' | 'sellerId' | 'customerId' | 'active'
>;

/** @returns the new account's id, or null when another account has this e-mail */
export async function insertAccount(
  sql: Sql,
  columns: Omit<AccountColumns, 'active'>,
): Promise<number | null> {
  const { name, email, passwordHash, roles, sellerId, customerId } = columns;
  try {
    await sql.execute(
      `INSERT INTO User (name, email, passwordHash, roles, sellerId, customerId, createdAt)
       VALUES (?, ?, ?, ?, ?, ?, NOW(3))`,
      [name, email, passwordHash, roles, sellerId, customerId],
    );
    const [row] = await sql.query(select(USER, ['id'], 'WHERE email = ?', [email]));
    return row?.id ?? null;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

/** Locks accounts, in the order of their ids. @returns those that are there, by id */
export async function lockAccounts(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<number, AccountRow>> {
  const rows = await sql.query(selectAll(USER, 'WHERE id IN (?) ORDER BY id FOR UPDATE', [ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes a locked account. @returns false when another account has this e-mail */
export async function updateAccount(
  sql: Sql,
  id: number,
  columns: AccountColumns,
): Promise<boolean> {
  const { name, email, passwordHash, roles, sellerId, customerId, active } = columns;
  try {
    await sql.execute(
      `UPDATE User SET name = ?, email = ?, passwordHash = ?, roles = ?, sellerId = ?,
         customerId = ?, active = ?, version = version + 1 WHERE id = ?`,
      [name, email, passwordHash, roles, sellerId, customerId, active, id],
    );
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
