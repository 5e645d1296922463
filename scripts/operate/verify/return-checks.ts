import type { SqlCheck } from './invariant-check.ts';

// Each check reads one snapshot because it is one statement, good for MariaDB 10.11 and MySQL 8.4.

const UNITS_RETURNED_DIFFER: SqlCheck = {
  invariant: 'I11',
  statement: `
    SELECT CONCAT('sale ', saleId) AS subject,
      CONCAT('line ', lineNumber, ' says that ', SUM(said), ' of ', SUM(sold),
        ' units came back, its returns have ', SUM(back)) AS message
    FROM (
      SELECT saleId, lineNumber, quantity AS sold, returnedQuantity AS said, 0 AS back
      FROM SaleItem WHERE returnedQuantity <> 0
      UNION ALL
      SELECT r.saleId, i.lineNumber, 0, 0, i.quantity
      FROM SaleReturnItem i JOIN SaleReturn r ON r.id = i.returnId
    ) AS sides
    GROUP BY saleId, lineNumber
    HAVING SUM(said) <> SUM(back) OR SUM(said) > SUM(sold) OR SUM(said) < 0`,
};

/** The worth of the first units of a line: total · units ÷ quantity, rounded half up. */
const worthOf = (units: string) => `(2 * s.totalCentimos * ${units} + s.quantity)
  DIV (2 * s.quantity)`;

/** The part of an amount that is no tax, rounded half up, by the rate that the line stores. */
const baseOf = (centimos: string) => `(20000 * ${centimos} + 10000 + taxRateBasisPoints)
  DIV (20000 + 2 * taxRateBasisPoints)`;

// The database's clock is read with the sale locked, so returns follow each other by `createdAt`.
const PART_DIFFERS: SqlCheck = {
  invariant: 'I11',
  statement: `
    SELECT CONCAT('return ', returnId) AS subject,
      CONCAT('line ', lineNumber, ' is ', baseCentimos, ' + ', taxCentimos, ' = ', totalCentimos,
        ' céntimos, not ', ${baseOf('worthAfter')} - ${baseOf('worthBefore')}, ' of ', worthAfter - worthBefore)
        AS message
    FROM (
      SELECT b.returnId, b.lineNumber, b.baseCentimos, b.taxCentimos, b.totalCentimos,
        s.taxRateBasisPoints, ${worthOf('b.units')} AS worthAfter,
        ${worthOf('(b.units - b.quantity)')} AS worthBefore
      FROM (
        SELECT r.saleId, i.*, SUM(i.quantity) OVER (
          PARTITION BY r.saleId, i.lineNumber ORDER BY r.createdAt, r.id) AS units
        FROM SaleReturnItem i JOIN SaleReturn r ON r.id = i.returnId
      ) b JOIN SaleItem s ON s.saleId = b.saleId AND s.lineNumber = b.lineNumber
    ) AS parts
    WHERE totalCentimos <> worthAfter - worthBefore OR baseCentimos + taxCentimos <> totalCentimos
      OR baseCentimos <> ${baseOf('worthAfter')} - ${baseOf('worthBefore')}`,
};

const RETURN_DIFFERS_FROM_ITEMS: SqlCheck = {
  invariant: 'I11',
  statement: `
    SELECT CONCAT('return ', r.id) AS subject,
      IF(items.returnId IS NULL, 'has no items',
        CONCAT('says ', r.baseCentimos, ' + ', r.taxCentimos, ' = ', r.totalCentimos,
          ' céntimos, its items sum to ', items.base, ' + ', items.tax, ' = ', items.total))
        AS message
    FROM SaleReturn r LEFT JOIN (
      SELECT returnId, SUM(baseCentimos) AS base, SUM(taxCentimos) AS tax,
        SUM(totalCentimos) AS total
      FROM SaleReturnItem GROUP BY returnId
    ) items ON items.returnId = r.id
    WHERE items.returnId IS NULL OR r.baseCentimos <> items.base OR r.taxCentimos <> items.tax
      OR r.totalCentimos <> items.total
    UNION ALL
    SELECT CONCAT('return ', i.returnId), CONCAT('has no row, but an item ', i.lineNumber)
    FROM SaleReturnItem i LEFT JOIN SaleReturn r ON r.id = i.returnId WHERE r.id IS NULL`,
};

const SALE_DIFFERS_FROM_RETURNS: SqlCheck = {
  invariant: 'I11',
  statement: `
    SELECT CONCAT('sale ', saleId) AS subject,
      IF(MAX(state) IS NULL, 'has no row, but a return',
        CONCAT('is ', MAX(state), ', says that ', MAX(said), ' of ', MAX(total),
          ' céntimos came back, its returns sum to ', SUM(back), ', ', SUM(voids), ' of them voids'))
        AS message
    FROM (
      SELECT id AS saleId, status AS state, totalCentimos AS total, returnedCentimos AS said,
        0 AS back, 0 AS voids
      FROM Sale WHERE returnedCentimos <> 0 OR status = 'CANCELLED'
      UNION ALL
      SELECT r.saleId, s.status, s.totalCentimos, s.returnedCentimos, r.totalCentimos,
        r.kind = 'VOID'
      FROM SaleReturn r LEFT JOIN Sale s ON s.id = r.saleId
    ) AS sides
    GROUP BY saleId
    HAVING MAX(state) IS NULL OR MAX(said) <> SUM(back)
      OR SUM(voids) <> IF(MAX(state) = 'CANCELLED', 1, 0)
      OR (SUM(voids) > 0 AND MAX(said) <> MAX(total))`,
};

const VOID_LEFT_UNITS: SqlCheck = {
  invariant: 'I11',
  statement: `
    SELECT CONCAT('sale ', i.saleId) AS subject,
      CONCAT('was undone, but ', i.returnedQuantity, ' of ', i.quantity, ' units of line ',
        i.lineNumber, ' came back') AS message
    FROM SaleReturn r JOIN SaleItem i ON i.saleId = r.saleId
    WHERE r.kind = 'VOID' AND i.returnedQuantity <> i.quantity`,
};

/** The checks of what came back that need ventas' database alone. */
export const RETURN_CHECKS: readonly SqlCheck[] = [
  UNITS_RETURNED_DIFFER,
  PART_DIFFERS,
  RETURN_DIFFERS_FROM_ITEMS,
  SALE_DIFFERS_FROM_RETURNS,
  VOID_LEFT_UNITS,
];
