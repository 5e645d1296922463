import type { SqlCheck } from './invariant-check.ts';

// Each check reads one snapshot because it is one statement, good for MariaDB 10.11 and MySQL 8.4.

const PAID_DIFFERS: SqlCheck = {
  invariant: 'I10',
  statement: `
    SELECT CONCAT('sale ', id) AS subject,
      CONCAT('says ', saidPaid, ' paid and ', saidBack, ' given back of ', total,
        ' and a rounding of ', rounding, ' céntimos; its ', payments, ' payments, ', inCash,
        ' in cash, sum to ', paid, ' and ', back) AS message
    FROM (
      SELECT s.id, MAX(s.totalCentimos) AS total, MAX(s.cashRoundingCentimos) AS rounding,
        MAX(s.paidCentimos) AS saidPaid, MAX(s.refundedCentimos) AS saidBack,
        COUNT(p.saleId) AS payments, COALESCE(SUM(p.method = 'CASH'), 0) AS inCash,
        COALESCE(SUM(p.method IN ('CASH', 'EXCHANGE')), 0) AS inCoins,
        COALESCE(SUM(p.amountCentimos), 0) AS paid, COALESCE(SUM(p.refundedCentimos), 0) AS back
      FROM Sale s LEFT JOIN Payment p ON p.saleId = s.id
      GROUP BY s.id
      HAVING saidPaid <> paid OR saidBack <> back OR saidBack > saidPaid
        OR saidPaid > total + rounding OR (payments > 0 AND saidPaid <> total + rounding)
        OR NOT (rounding = 0 AND (payments = 0 OR inCash < payments OR total % 10 = 0)
          OR rounding = -(total % 10) AND payments > 0 AND inCoins = payments)
    ) AS money
    UNION ALL
    SELECT CONCAT('sale ', p.saleId), CONCAT('has no row, but a payment ', p.seq)
    FROM Payment p LEFT JOIN Sale s ON s.id = p.saleId WHERE s.id IS NULL`,
};

const REFUNDED_DIFFERS: SqlCheck = {
  invariant: 'I10',
  statement: `
    SELECT CONCAT('sale ', saleId) AS subject,
      CONCAT('its payment ', seq, ' by ', MIN(method), ' says ', SUM(said),
        ' céntimos given back, its refunds by ', MAX(method), ' are ', SUM(given)) AS message
    FROM (
      SELECT saleId, seq, method, refundedCentimos AS said, 0 AS given
      FROM Payment WHERE refundedCentimos <> 0
      UNION ALL
      SELECT r.saleId, f.paymentSeq, f.method, 0, f.amountCentimos
      FROM Refund f JOIN SaleReturn r ON r.id = f.returnId
    ) AS sides
    GROUP BY saleId, seq HAVING SUM(said) <> SUM(given) OR MIN(method) <> MAX(method)
    UNION ALL
    SELECT CONCAT('return ', f.returnId), CONCAT('has no row, but a refund ', f.seq)
    FROM Refund f LEFT JOIN SaleReturn r ON r.id = f.returnId WHERE r.id IS NULL`,
};

const CASH_WITHOUT_COINS: SqlCheck = {
  invariant: 'I10',
  statement: `
    SELECT CONCAT('sale ', saleId) AS subject,
      CONCAT('its payment ', seq, ' is ', amountCentimos, ' céntimos of cash: there are no coins')
        AS message
    FROM Payment WHERE method = 'CASH' AND amountCentimos % 10 <> 0
    UNION ALL
    SELECT CONCAT('return ', returnId),
      CONCAT('its refund ', seq, ' is ', amountCentimos, ' céntimos of cash: there are no coins')
    FROM Refund WHERE method = 'CASH' AND amountCentimos % 10 <> 0`,
};

const EXCHANGE_DIFFERS: SqlCheck = {
  invariant: 'I10',
  statement: `
    SELECT CONCAT('sale ', saleId) AS subject,
      CONCAT('was paid ', SUM(paid), ' céntimos by return ',
        CONVERT(COALESCE(returnId, 'NULL') USING utf8mb4),
        ', whose refunds for it are ', SUM(used)) AS message
    FROM (
      SELECT saleId, returnId, amountCentimos AS paid, 0 AS used
      FROM Payment WHERE method = 'EXCHANGE'
      UNION ALL
      SELECT paidSaleId, returnId, 0, IF(status = 'DONE', amountCentimos, 0)
      FROM Refund WHERE paidSaleId IS NOT NULL
    ) AS sides
    GROUP BY saleId, returnId HAVING SUM(paid) <> SUM(used) OR SUM(used) = 0`,
};

/** The checks of what was paid and given back. */
export const PAYMENT_CHECKS: readonly SqlCheck[] = [
  PAID_DIFFERS,
  REFUNDED_DIFFERS,
  CASH_WITHOUT_COINS,
  EXCHANGE_DIFFERS,
];
