import type { SqlCheck } from './invariant-check.ts';

// Each check reads one snapshot because it is one statement, good for MariaDB 10.11 and MySQL 8.4.

const NEGATIVE_STOCK: SqlCheck = {
  invariant: 'I1',
  statement: `
    SELECT CONCAT('product ', id) AS subject, CONCAT('available is ', available) AS message
    FROM Product WHERE available < 0
    UNION ALL
    SELECT CONCAT('product ', productId), CONCAT('available was ', availableAfter, ' at seq ', seq)
    FROM StockMovement WHERE availableAfter < 0`,
};

const LEDGER_PER_PRODUCT = `
  SELECT productId, COUNT(*) AS movements, MAX(seq) AS lastSeq, SUM(delta) AS total
  FROM StockMovement GROUP BY productId`;

const STOCK_DIFFERS_FROM_LEDGER: SqlCheck = {
  invariant: 'I2',
  statement: `
    SELECT CONCAT('product ', p.id) AS subject,
      CONCAT('available is ', p.available, ', the ledger sums to ', COALESCE(ledger.total, 0),
        '; lastSeq is ', p.lastSeq, ', the ledger has ', COALESCE(ledger.movements, 0),
        ' movements, the last with seq ', COALESCE(ledger.lastSeq, 0)) AS message
    FROM Product p LEFT JOIN (${LEDGER_PER_PRODUCT}) ledger ON ledger.productId = p.id
    WHERE p.available <> COALESCE(ledger.total, 0)
      OR p.lastSeq <> COALESCE(ledger.movements, 0)
      OR p.lastSeq <> COALESCE(ledger.lastSeq, 0)`,
};

const LEDGER_WITHOUT_PRODUCT: SqlCheck = {
  invariant: 'I2',
  statement: `
    SELECT CONCAT('product ', ledger.productId) AS subject,
      CONCAT('has a ledger of ', ledger.movements, ' movements but no row') AS message
    FROM (${LEDGER_PER_PRODUCT}) ledger LEFT JOIN Product p ON p.id = ledger.productId
    WHERE p.id IS NULL`,
};

const LEDGER_DOES_NOT_FOLLOW: SqlCheck = {
  invariant: 'I2',
  statement: `
    SELECT CONCAT('product ', m.productId) AS subject,
      IF(m.seq > 1 AND previous.seq IS NULL,
        CONCAT('nothing stands before seq ', m.seq),
        CONCAT('availableAfter is ', m.availableAfter, ' at seq ', m.seq, ', not ',
          COALESCE(previous.availableAfter, 0) + m.delta)) AS message
    FROM StockMovement m LEFT JOIN StockMovement previous
      ON previous.productId = m.productId AND previous.seq = m.seq - 1
    WHERE m.seq < 1 OR (m.seq > 1 AND previous.seq IS NULL)
      OR m.availableAfter <> COALESCE(previous.availableAfter, 0) + m.delta`,
};

const HOLDS_DIFFER_FROM_LEDGER: SqlCheck = {
  invariant: 'I2',
  statement: `
    SELECT CONCAT('product ', productId) AS subject,
      CONCAT('HELD and CONFIRMED lines have ', SUM(held),
        ' units, SALE and RELEASE movements took ', SUM(taken)) AS message
    FROM (
      SELECT l.productId, SUM(l.quantity) AS held, 0 AS taken
      FROM Reservation r JOIN ReservationLine l ON l.reservationId = r.id
      WHERE r.status IN ('HELD', 'CONFIRMED') GROUP BY l.productId
      UNION ALL
      SELECT productId, 0, -SUM(delta)
      FROM StockMovement WHERE kind IN ('SALE', 'RELEASE') GROUP BY productId
    ) AS sides
    GROUP BY productId HAVING SUM(held) <> SUM(taken)`,
};

const RELEASES_PER_HOLD = `
  SELECT reference, productId, MIN(seq) AS firstSeq, SUM(delta) AS units
  FROM StockMovement WHERE kind = 'RELEASE' GROUP BY reference, productId`;

const RELEASED_BUT_HOLDING: SqlCheck = {
  invariant: 'I5',
  statement: `
    SELECT CONCAT('reservation ', r.id) AS subject,
      CONCAT('is ', r.status, ' although the ledger gave product ', releases.productId, ' back')
        AS message
    FROM (${RELEASES_PER_HOLD}) releases JOIN Reservation r ON r.id = releases.reference
    WHERE r.status <> 'RELEASED'
    UNION ALL
    SELECT CONCAT('reservation ', r.id),
      CONCAT('is RELEASED, product ', l.productId, ' got ', COALESCE(releases.units, 0), ' of ',
        l.quantity, ' units back')
    FROM Reservation r JOIN ReservationLine l ON l.reservationId = r.id
    LEFT JOIN (${RELEASES_PER_HOLD}) releases
      ON releases.reference = r.id AND releases.productId = l.productId
    WHERE r.status = 'RELEASED' AND l.quantity <> COALESCE(releases.units, 0)`,
};

const HELD_AFTER_RELEASE: SqlCheck = {
  invariant: 'I5',
  statement: `
    SELECT CONCAT('reservation ', m.reference) AS subject,
      CONCAT('took product ', m.productId, ' again at seq ', m.seq, ', after its release at seq ',
        releases.firstSeq) AS message
    FROM StockMovement m JOIN (${RELEASES_PER_HOLD}) releases
      ON releases.reference = m.reference AND releases.productId = m.productId
    WHERE m.kind = 'SALE' AND m.seq > releases.firstSeq`,
};

const HELD_TOO_LONG: SqlCheck = {
  invariant: 'I8',
  statement: `
    SELECT CONCAT('reservation ', id) AS subject,
      CONCAT('has been HELD since ', createdAt, ' UTC') AS message
    FROM Reservation WHERE status = 'HELD' AND createdAt < NOW(3) - INTERVAL 60 SECOND`,
};

const NOT_RESTOCKED_ONCE: SqlCheck = {
  invariant: 'I11',
  statement: `
    SELECT CONCAT('return ', id) AS subject,
      CASE
        WHEN SUM(known) = 0 THEN CONCAT('gave product ', MIN(productId), ' back, but is not known')
        WHEN MAX(movements) = 0 THEN 'is known, but no RETURN movement refers to it'
        ELSE CONCAT('gave product ', MIN(IF(movements > 1, productId, NULL)), ' back ',
          MAX(movements), ' times')
      END AS message
    FROM (
      SELECT id, 1 AS known, NULL AS productId, 0 AS movements FROM StockReturn
      UNION ALL
      SELECT reference, 0, productId, COUNT(*) FROM StockMovement
      WHERE kind = 'RETURN' AND reference LIKE '________-____-____-____-____________'
      GROUP BY reference, productId
    ) AS sides
    GROUP BY id HAVING SUM(known) = 0 OR MAX(movements) <> 1`,
};

/** The checks that need inventario's database alone. */
export const INVENTARIO_CHECKS: readonly SqlCheck[] = [
  NEGATIVE_STOCK,
  STOCK_DIFFERS_FROM_LEDGER,
  LEDGER_WITHOUT_PRODUCT,
  LEDGER_DOES_NOT_FOLLOW,
  HOLDS_DIFFER_FROM_LEDGER,
  RELEASED_BUT_HOLDING,
  HELD_AFTER_RELEASE,
  HELD_TOO_LONG,
  NOT_RESTOCKED_ONCE,
];
