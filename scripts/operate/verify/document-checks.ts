import type { SqlCheck } from './invariant-check.ts';

// Each check reads one snapshot because it is one statement, good for MariaDB 10.11 and MySQL 8.4.

const NUMBERS_WITH_HOLES: SqlCheck = {
  invariant: 'I14',
  statement: `
    SELECT CONCAT('series ', s.series) AS subject,
      CONCAT('goes on with ', s.nextNumber, ' and has ', COALESCE(d.documents, 0),
        ' documents up to ', COALESCE(d.lastNumber, 0)) AS message
    FROM DocumentSeries s LEFT JOIN (
      SELECT series, COUNT(*) AS documents, MIN(number) AS firstNumber, MAX(number) AS lastNumber
      FROM SaleDocument GROUP BY series
    ) d ON d.series = s.series
    WHERE s.nextNumber <> COALESCE(d.documents, 0) + 1
      OR COALESCE(d.lastNumber, 0) <> COALESCE(d.documents, 0)
      OR COALESCE(d.firstNumber, 1) <> 1
    UNION ALL
    SELECT CONCAT('series ', series), 'has documents and is of no till'
    FROM SaleDocument WHERE series NOT IN (SELECT series FROM DocumentSeries) GROUP BY series`,
};

const DATES_GO_BACK: SqlCheck = {
  invariant: 'I14',
  statement: `
    SELECT CONCAT('document ', later.series, '-', later.number) AS subject,
      CONCAT('is dated ', later.issuedAt, ', before the one before it: ', earlier.issuedAt)
        AS message
    FROM SaleDocument later JOIN SaleDocument earlier
      ON earlier.series = later.series AND earlier.number = later.number - 1
    WHERE later.issuedAt < earlier.issuedAt`,
};

/** Corrections say themselves what they are worth. */
const AMOUNTS_DIFFER: SqlCheck = {
  invariant: 'I14',
  statement: `
    SELECT CONCAT('document ', d.series, '-', d.number) AS subject,
      CONCAT('says ', d.baseCentimos, ' + ', d.taxCentimos, ', its ',
        IF(d.type = 'NOTA_CREDITO', 'return ', 'sale '),
        COALESCE(s.subtotalCentimos, r.baseCentimos, 'is not there'), ' + ',
        COALESCE(s.taxCentimos, r.taxCentimos, 0)) AS message
    FROM SaleDocument d
      LEFT JOIN Sale s ON s.id = d.sourceId AND d.type <> 'NOTA_CREDITO'
      LEFT JOIN SaleReturn r ON r.id = d.sourceId AND d.type = 'NOTA_CREDITO'
    WHERE d.content IS NULL
      AND (NOT (d.baseCentimos <=> COALESCE(s.subtotalCentimos, r.baseCentimos))
        OR NOT (d.taxCentimos <=> COALESCE(s.taxCentimos, r.taxCentimos))
        OR d.saleId <> COALESCE(s.id, r.saleId))`,
};

const SALE_WITHOUT_DOCUMENT: SqlCheck = {
  invariant: 'I14',
  statement: `
    SELECT CONCAT('sale ', s.id) AS subject,
      CONCAT('is to have a document of series ', s.documentSeries,
        ', which is neither issued nor waits') AS message
    FROM Sale s
      LEFT JOIN SaleDocument d ON d.sourceId = COALESCE(s.documentId, s.id)
        AND d.series = s.documentSeries
      LEFT JOIN DocumentQueue q ON q.sourceId = COALESCE(s.documentId, s.id)
        AND q.series = s.documentSeries
    WHERE s.documentSeries IS NOT NULL AND d.sourceId IS NULL AND q.sourceId IS NULL`,
};

const RETURN_WITHOUT_NOTE: SqlCheck = {
  invariant: 'I14',
  statement: `
    SELECT CONCAT('return ', r.id) AS subject,
      CONCAT('is of sale ', r.saleId, ', which has a document, and has no note') AS message
    FROM SaleReturn r JOIN Sale s ON s.id = r.saleId
      LEFT JOIN SaleDocument d ON d.sourceId = r.id
      LEFT JOIN DocumentQueue q ON q.sourceId = r.id AND q.type = 'NOTA_CREDITO'
    WHERE s.documentSeries IS NOT NULL AND s.documentId IS NULL AND r.totalCentimos > 0
      AND d.sourceId IS NULL AND q.sourceId IS NULL`,
};

/** Both at once: it would be numbered twice, were its source not unique. */
const ISSUED_AND_WAITING: SqlCheck = {
  invariant: 'I14',
  statement: `
    SELECT CONCAT('document ', d.series, '-', d.number) AS subject,
      CONCAT('is issued, and its source ', d.sourceId, ' still waits') AS message
    FROM SaleDocument d JOIN DocumentQueue q ON q.sourceId = d.sourceId`,
};

/** The checks of documents. */
export const DOCUMENT_CHECKS: readonly SqlCheck[] = [
  NUMBERS_WITH_HOLES,
  DATES_GO_BACK,
  AMOUNTS_DIFFER,
  SALE_WITHOUT_DOCUMENT,
  RETURN_WITHOUT_NOTE,
  ISSUED_AND_WAITING,
];

/** Good only when nobody sells: a document waits for seconds at most. */
export const QUIET_DOCUMENT_CHECKS: readonly SqlCheck[] = [
  {
    invariant: 'I8',
    statement: `
      SELECT CONCAT('document of ', sourceId) AS subject,
        CONCAT('waits in series ', series) AS message
      FROM DocumentQueue`,
  },
];
