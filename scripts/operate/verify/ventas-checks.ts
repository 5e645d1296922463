import type { SqlCheck } from './invariant-check.ts';

// Each check reads one snapshot because it is one statement, good for MariaDB 10.11 and MySQL 8.4.

const KEY_SOLD_TWICE: SqlCheck = {
  invariant: 'I6',
  statement: `
    SELECT CONCAT('key ', COALESCE(idempotencyKey, 'NULL')) AS subject,
      CONCAT('has ', COUNT(*), ' COMMITTED attempts in scope ', COALESCE(scope, 'NULL')) AS message
    FROM SaleAttempt WHERE decision = 'COMMITTED' GROUP BY scope, idempotencyKey
    HAVING COUNT(*) > 1 OR idempotencyKey IS NULL`,
};

const COMMITMENT_WITHOUT_SALE: SqlCheck = {
  invariant: 'I6',
  statement: `
    SELECT CONCAT('attempt ', a.id) AS subject,
      IF(s.id IS NULL, 'is COMMITTED but there is no sale',
        'is COMMITTED but its sale has another key') AS message
    FROM SaleAttempt a LEFT JOIN Sale s ON s.id = a.id
    WHERE a.decision = 'COMMITTED' AND (s.id IS NULL
      OR NOT (s.scope <=> a.scope) OR NOT (s.idempotencyKey <=> a.idempotencyKey))`,
};

const SALE_WITHOUT_COMMITMENT: SqlCheck = {
  invariant: 'I6',
  statement: `
    SELECT CONCAT('sale ', s.id) AS subject,
      IF(a.id IS NULL, 'has no attempt', CONCAT('has an attempt that is ', a.decision)) AS message
    FROM Sale s LEFT JOIN SaleAttempt a ON a.id = s.id
    WHERE a.id IS NULL OR a.decision <> 'COMMITTED'`,
};

const SALE_DIFFERS_FROM_ITEMS: SqlCheck = {
  invariant: 'I7',
  statement: `
    SELECT CONCAT('sale ', id) AS subject,
      IF(items = 0, 'has no items',
        CONCAT('says ', saidBase, ' + ', saidTax, ' = ', saidTotal, ' céntimos and ', saidDiscount,
          ' of discount, its ', items, ' items sum to ', base, ' + ', tax, ' = ', total, ' and ',
          discount, ', the last line is ', lastLine)) AS message
    FROM (
      SELECT s.id, MAX(s.subtotalCentimos) AS saidBase, MAX(s.taxCentimos) AS saidTax,
        MAX(s.discountCentimos) AS saidDiscount, MAX(s.totalCentimos) AS saidTotal,
        COUNT(i.saleId) AS items, MIN(i.lineNumber) AS firstLine, MAX(i.lineNumber) AS lastLine,
        SUM(i.baseCentimos) AS base, SUM(i.taxCentimos) AS tax,
        SUM(i.discountCentimos) AS discount, SUM(i.totalCentimos) AS total
      FROM Sale s LEFT JOIN SaleItem i ON i.saleId = s.id
      GROUP BY s.id
      HAVING items = 0 OR firstLine <> 1 OR lastLine <> items
        OR saidBase <> base OR saidTax <> tax OR saidDiscount <> discount OR saidTotal <> total
        OR saidBase + saidTax <> saidTotal
    ) AS sums
    UNION ALL
    SELECT CONCAT('sale ', i.saleId), CONCAT('has no row, but an item ', i.lineNumber)
    FROM SaleItem i LEFT JOIN Sale s ON s.id = i.saleId WHERE s.id IS NULL`,
};

// base = total / (1 + rate), rounded half up in whole numbers; for 18 %: (total·200 + 118) div 236.
const EXPECTED_BASE = `(20000 * totalCentimos + 10000 + taxRateBasisPoints)
  DIV (2 * (10000 + taxRateBasisPoints))`;

const ITEM_DOES_NOT_ADD_UP: SqlCheck = {
  invariant: 'I7',
  statement: `
    SELECT CONCAT('sale ', saleId) AS subject,
      CONCAT('line ', lineNumber, ': ', quantity, ' × ', unitPriceCentimos, ' − ', discountCentimos,
        ' céntimos is written as ', baseCentimos, ' + ', taxCentimos, ' = ', totalCentimos)
        AS message
    FROM SaleItem
    WHERE totalCentimos <> quantity * unitPriceCentimos - discountCentimos
      OR baseCentimos + taxCentimos <> totalCentimos OR baseCentimos <> ${EXPECTED_BASE}`,
};

const UNITS_SOLD_DIFFER: SqlCheck = {
  invariant: 'I7',
  statement: `
    SELECT CONCAT('product ', productId) AS subject,
      CONCAT('unitsSold is ', SUM(counted), ', its sales have ', SUM(sold),
        ' units that did not come back') AS message
    FROM (
      SELECT productId, unitsSold AS counted, 0 AS sold FROM ProductSales
      UNION ALL
      SELECT productId, 0, SUM(quantity - returnedQuantity) FROM SaleItem GROUP BY productId
    ) AS sides
    GROUP BY productId HAVING SUM(counted) <> SUM(sold)`,
};

const OPEN_TOO_LONG: SqlCheck = {
  invariant: 'I8',
  statement: `
    SELECT CONCAT('attempt ', id) AS subject,
      CONCAT('is still OPEN, it was valid until ', validUntil, ' UTC') AS message
    FROM SaleAttempt WHERE decision = 'OPEN' AND validUntil < NOW(3) - INTERVAL 5 SECOND`,
};

const DEAD_MESSAGE: SqlCheck = {
  invariant: 'I8',
  statement: `
    SELECT CONCAT('attempt ', attemptId) AS subject,
      CONCAT('its ', kind, ' was refused and needs a human') AS message
    FROM Outbox WHERE dead = TRUE`,
};

const UNSENT_MESSAGE: SqlCheck = {
  invariant: 'I8',
  statement: `
    SELECT CONCAT('attempt ', attemptId) AS subject,
      CONCAT('its ', kind, ' is not acknowledged after ', tries, ' tries') AS message
    FROM Outbox WHERE dead = FALSE`,
};

const DEAD_FACT: SqlCheck = {
  invariant: 'I8',
  statement: `
    SELECT CONCAT('return ', id) AS subject,
      CONCAT('its ', kind, ' was refused and needs a human') AS message
    FROM FactOutbox WHERE dead = TRUE`,
};

const UNSENT_FACT: SqlCheck = {
  invariant: 'I8',
  statement: `
    SELECT CONCAT('return ', id) AS subject,
      CONCAT('its ', kind, ' is not acknowledged after ', tries, ' tries') AS message
    FROM FactOutbox WHERE dead = FALSE`,
};

/** The checks that need ventas' database alone. */
export const VENTAS_CHECKS: readonly SqlCheck[] = [
  KEY_SOLD_TWICE,
  COMMITMENT_WITHOUT_SALE,
  SALE_WITHOUT_COMMITMENT,
  SALE_DIFFERS_FROM_ITEMS,
  ITEM_DOES_NOT_ADD_UP,
  UNITS_SOLD_DIFFER,
  OPEN_TOO_LONG,
  DEAD_MESSAGE,
  DEAD_FACT,
];

/** The checks of ventas' database that hold only while nobody sells. */
export const QUIET_VENTAS_CHECKS: readonly SqlCheck[] = [UNSENT_MESSAGE, UNSENT_FACT];
