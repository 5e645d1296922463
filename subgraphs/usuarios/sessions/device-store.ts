import { hasCome } from '../../../common/subgraph/database/clock.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { column, selectFields } from '../../../common/subgraph/database/table.ts';
import { USER } from '../tables.ts';

/** A device counts for so long after its last sign-in. */
export const DEVICE_DAYS = 180;
const IS_OVER = hasCome('expiresAt', (DEVICE_DAYS + 1) * 86_400);
/** Clients that never send their token would leave one behind with each sign-in. */
const MAX_DEVICES_PER_ACCOUNT = 100;

/** @returns the e-mails of the accounts that have signed in on a device; none: it is unknown */
export async function findEmailsOn(sql: Sql, hash: string): Promise<string[]> {
  const rows = await sql.query(
    selectFields(
      { email: column(USER, 'email', 'u') },
      `FROM Device d JOIN User u ON u.id = d.userId
        WHERE d.hash = ? AND NOT ${IS_OVER}`,
      [hash],
    ),
  );
  return rows.map(({ email }) => email);
}

/** Keeps a device of a locked account, which has just signed in; the account's oldest ones go. */
export async function keepDevice(sql: Sql, hash: string, userId: number): Promise<void> {
  await sql.script([
    {
      sql: `INSERT INTO Device (hash, userId, createdAt, expiresAt)
            VALUES (?, ?, NOW(3), NOW(3) + INTERVAL ${DEVICE_DAYS} DAY)
            ON DUPLICATE KEY UPDATE expiresAt = VALUES(expiresAt)`,
      values: [hash, userId],
    },
    {
      sql: `DELETE FROM Device WHERE userId = ? AND hash NOT IN (SELECT hash FROM (
              SELECT hash FROM Device WHERE userId = ?
              ORDER BY expiresAt DESC LIMIT ${MAX_DEVICES_PER_ACCOUNT}) AS newest)`,
      values: [userId, userId],
    },
  ]);
}

/** Lets no device of an account count any more. */
export async function forgetDevicesOf(sql: Sql, userId: number): Promise<void> {
  await sql.execute('DELETE FROM Device WHERE userId = ?', [userId]);
}

export async function purgeOldDevices(database: Database): Promise<void> {
  await database.execute(`DELETE FROM Device WHERE ${IS_OVER} LIMIT 10000`);
}
