import type { SqlCheck } from './invariant-check.ts';

// Each check reads one snapshot because it is one statement, good for MariaDB 10.11 and MySQL 8.4.

/** A database's clock that is set back may date what came first after what followed. */
const CLOCK_SLACK_SECONDS = 2;

const MONEY_PER_SESSION = `
  SELECT id AS sessionId, 1 AS known, closedAt AS closed, openingCentimos AS opening,
    cashRefundsCentimos AS saidRefunds, expectedCentimos AS saidExpected,
    0 AS paid, 0 AS refunded, 0 AS moved, NULL AS latest
  FROM CashSession
  UNION ALL
  SELECT cashSessionId, 0, NULL, 0, NULL, NULL,
    SUM(IF(method = 'CASH', amountCentimos, 0)), 0, 0, MAX(createdAt)
  FROM Payment WHERE cashSessionId IS NOT NULL GROUP BY cashSessionId
  UNION ALL
  SELECT cashSessionId, 0, NULL, 0, NULL, NULL,
    0, SUM(IF(method = 'CASH' AND status = 'DONE', amountCentimos, 0)), 0, MAX(doneAt)
  FROM Refund WHERE cashSessionId IS NOT NULL GROUP BY cashSessionId
  UNION ALL
  SELECT sessionId, 0, NULL, 0, NULL, NULL,
    0, 0, SUM(IF(kind = 'IN', amountCentimos, -amountCentimos)), MAX(createdAt)
  FROM CashMovement GROUP BY sessionId`;

const DRAWER_DIFFERS: SqlCheck = {
  invariant: 'I15',
  statement: `
    SELECT CONCAT('session ', sessionId) AS subject,
      IF(SUM(known) = 0, 'has no row, but money of it is there',
        CONCAT('was closed with ', COALESCE(MAX(saidExpected), 'NULL'), ' céntimos expected and ',
          COALESCE(MAX(saidRefunds), 'NULL'), ' given back: there were ', SUM(opening), ' + ',
          SUM(paid), ' − ', SUM(refunded), ' + ', SUM(moved), '; closed at ',
          COALESCE(MAX(closed), 'NULL'), ', the last of them at ', COALESCE(MAX(latest), 'NULL'),
          ' UTC')) AS message
    FROM (${MONEY_PER_SESSION}) AS sides
    GROUP BY sessionId
    HAVING SUM(known) = 0 OR (MAX(closed) IS NOT NULL AND (
      NOT (MAX(saidRefunds) <=> SUM(refunded))
      OR NOT (MAX(saidExpected) <=> SUM(opening) + SUM(paid) - SUM(refunded) + SUM(moved))
      OR MAX(latest) > MAX(closed) + INTERVAL ${CLOCK_SLACK_SECONDS} SECOND))`,
};

const TWO_OPEN_DRAWERS: SqlCheck = {
  invariant: 'I15',
  statement: `
    SELECT CONCAT('till ', tillId) AS subject, CONCAT('has ', COUNT(*), ' open sessions') AS message
    FROM CashSession WHERE closedAt IS NULL GROUP BY tillId HAVING COUNT(*) > 1`,
};

/** The checks of drawers. */
export const DRAWER_CHECKS: readonly SqlCheck[] = [DRAWER_DIFFERS, TWO_OPEN_DRAWERS];
