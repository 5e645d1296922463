import { hasCome } from '../../../common/subgraph/database/clock.ts';
import type { Database } from '../../../common/subgraph/database/database.ts';
import type { Sql } from '../../../common/subgraph/database/sql.ts';
import { column, numeric, select, selectFields } from '../../../common/subgraph/database/table.ts';
import { REFRESH_TOKEN, SESSION } from '../tables.ts';

/** A working week: after it somebody signs in again. */
export const SESSION_DAYS = 7;
/** A day more than is ever set, so that time zones and small steps of the clock end nothing. */
const IS_OVER = hasCome('s.expiresAt', (SESSION_DAYS + 1) * 86_400);

/** A refresh token, by its hash, and the session that it continues. */
export interface NewToken {
  sessionId: string;
  /** SHA-256 in hexadecimal. */
  hash: string;
}

export async function insertSession(
  sql: Sql,
  { sessionId, hash, userId }: NewToken & { userId: number },
): Promise<void> {
  await sql.script([
    {
      sql: `INSERT INTO Session (id, userId, createdAt, expiresAt)
            VALUES (?, ?, NOW(3), NOW(3) + INTERVAL ${SESSION_DAYS} DAY)`,
      values: [sessionId, userId],
    },
    {
      sql: 'INSERT INTO RefreshToken (hash, sessionId, createdAt) VALUES (?, ?, NOW(3))',
      values: [hash, sessionId],
    },
  ]);
}

/** The token just replaced still works for so long, while its successor is unused. */
const REPLACED_WORKS_SECONDS = 30;

/** A refresh token as it is found. */
export interface FoundToken {
  sessionId: string;
  userId: number;
  isUsed: boolean;
  /** Used a moment ago; never when that lies further ahead, because the clock went back. */
  isJustReplaced: boolean;
  /** Neither ended nor expired. */
  isLive: boolean;
}

/**
 * Finds a refresh token and locks its session, so that those that come with tokens of one session
 * come one after the other, whichever tokens these are.
 */
export async function lockToken(sql: Sql, hash: string): Promise<FoundToken | null> {
  const [, [row]] = await sql.script([
    select(
      SESSION,
      ['id'],
      'WHERE id = (SELECT sessionId FROM RefreshToken WHERE hash = ?) FOR UPDATE',
      [hash],
    ),
    selectFields(
      {
        sessionId: column(SESSION, 'id', 's'),
        userId: column(SESSION, 'userId', 's'),
        usedAt: column(REFRESH_TOKEN, 'usedAt', 't'),
        isJustReplaced: numeric(
          `t.usedAt IS NOT NULL AND ABS(TIMESTAMPDIFF(MICROSECOND, t.usedAt, NOW(3)))
             <= ${REPLACED_WORKS_SECONDS} * 1000000`,
        ),
        isLive: numeric(`s.endedAt IS NULL AND NOT ${IS_OVER}`),
      },
      'FROM RefreshToken t JOIN Session s ON s.id = t.sessionId WHERE t.hash = ?',
      [hash],
    ),
  ]);
  if (!row) return null;
  const { usedAt, isLive, isJustReplaced, ...ids } = row;
  return {
    ...ids,
    isUsed: usedAt !== null,
    isJustReplaced: isJustReplaced === 1,
    isLive: isLive === 1,
  };
}

/** @returns that one of some tokens, of a locked session, which is there and unused */
export async function findUnusedToken(sql: Sql, hashes: readonly string[]): Promise<string | null> {
  const [row] = await sql.query(
    select(REFRESH_TOKEN, ['hash'], 'WHERE hash IN (?) AND usedAt IS NULL', [hashes]),
  );
  return row?.hash ?? null;
}

/** Puts a new token in the place of one whose session is locked. */
export async function replaceToken(sql: Sql, usedHash: string, token: NewToken): Promise<void> {
  await sql.script([
    { sql: 'UPDATE RefreshToken SET usedAt = NOW(3) WHERE hash = ?', values: [usedHash] },
    {
      sql: 'INSERT INTO RefreshToken (hash, sessionId, createdAt) VALUES (?, ?, NOW(3))',
      values: [token.hash, token.sessionId],
    },
  ]);
}

export async function endSession(sql: Sql, sessionId: string): Promise<void> {
  await sql.execute('UPDATE Session SET endedAt = NOW(3) WHERE id = ? AND endedAt IS NULL', [
    sessionId,
  ]);
}

export async function endSessionsOf(sql: Sql, userId: number): Promise<void> {
  await sql.execute('UPDATE Session SET endedAt = NOW(3) WHERE userId = ? AND endedAt IS NULL', [
    userId,
  ]);
}

/** @returns those of the sessions that still stand */
export async function findLiveSessions(sql: Sql, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await sql.query(
    selectFields(
      { id: column(SESSION, 'id', 's') },
      `FROM Session s JOIN User u ON u.id = s.userId
        WHERE s.id IN (?) AND s.endedAt IS NULL AND NOT ${IS_OVER} AND u.active`,
      [ids],
    ),
  );
  return rows.map(({ id }) => id);
}

const PURGED_AT_ONCE = 10_000;

/** Deletes sessions that have been over for a week, and their tokens. */
export async function purgeOldSessions(database: Database): Promise<void> {
  await database.execute(
    `DELETE FROM Session WHERE expiresAt < NOW(3) - INTERVAL 7 DAY LIMIT ${PURGED_AT_ONCE}`,
  );
  await database.execute(
    `DELETE FROM RefreshToken WHERE createdAt < NOW(3) - INTERVAL ${SESSION_DAYS} DAY
        AND sessionId NOT IN (SELECT id FROM Session)`,
  );
}
