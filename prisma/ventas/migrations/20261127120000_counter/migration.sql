-- The counter: tenders, discounts, tills and their sessions, returns. Old sales keep their meaning:
-- no payment of theirs is recorded.
ALTER TABLE Sale
  ADD COLUMN tillId INTEGER NULL AFTER totalCentimos,
  ADD COLUMN cashRoundingCentimos BIGINT NOT NULL DEFAULT 0 AFTER tillId,
  ADD COLUMN paidCentimos BIGINT NOT NULL DEFAULT 0 AFTER cashRoundingCentimos,
  ADD COLUMN refundedCentimos BIGINT NOT NULL DEFAULT 0 AFTER paidCentimos,
  ADD COLUMN returnedCentimos BIGINT NOT NULL DEFAULT 0 AFTER refundedCentimos;

ALTER TABLE SaleItem
  ADD COLUMN categoryId INTEGER NULL AFTER totalCentimos,
  ADD COLUMN returnedQuantity INTEGER NOT NULL DEFAULT 0 AFTER categoryId;

CREATE TABLE Shop (
    id INTEGER NOT NULL,
    legalName VARCHAR(200) NOT NULL,
    tradeName VARCHAR(200) NULL,
    ruc CHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address VARCHAR(300) NOT NULL,
    phone VARCHAR(21) NULL,
    ticketNote VARCHAR(500) NULL,
    version INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY (id),
    CONSTRAINT Shop_id_check CHECK (id = 1)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE TaxRate (
    validFrom CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    basisPoints INTEGER NOT NULL,
    createdBy VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    createdAt DATETIME(3) NOT NULL,

    PRIMARY KEY (validFrom),
    CONSTRAINT TaxRate_basisPoints_check CHECK (basisPoints BETWEEN 0 AND 10000)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- 18 % since March 2011.
INSERT INTO TaxRate (validFrom, basisPoints, createdAt) VALUES ('2011-03-01', 1800, NOW(3));

CREATE TABLE Payment (
    saleId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq INTEGER NOT NULL,
    method ENUM('CASH', 'CARD', 'YAPE', 'PLIN', 'TRANSFER', 'EXCHANGE') NOT NULL,
    amountCentimos BIGINT NOT NULL,
    refundedCentimos BIGINT NOT NULL DEFAULT 0,
    tenderedCentimos BIGINT NULL,
    reference VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    returnId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    cashSessionId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    createdAt DATETIME(3) NOT NULL,
    day CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,

    PRIMARY KEY (saleId, seq),
    INDEX Payment_day_cashSessionId_method_idx(day, cashSessionId, method),
    CONSTRAINT Payment_amountCentimos_check CHECK (amountCentimos > 0),
    CONSTRAINT Payment_refundedCentimos_check CHECK (refundedCentimos BETWEEN 0 AND amountCentimos),
    CONSTRAINT Payment_tenderedCentimos_check CHECK (tenderedCentimos >= amountCentimos)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE Till (
    id INTEGER NOT NULL AUTO_INCREMENT,
    code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(100) NOT NULL,
    seriesBoleta CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seriesFactura CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seriesNotaBoleta CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seriesNotaFactura CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    active BOOLEAN NOT NULL DEFAULT true,
    version INTEGER NOT NULL DEFAULT 1,

    UNIQUE INDEX Till_code_key(code),
    UNIQUE INDEX Till_seriesBoleta_key(seriesBoleta),
    UNIQUE INDEX Till_seriesFactura_key(seriesFactura),
    UNIQUE INDEX Till_seriesNotaBoleta_key(seriesNotaBoleta),
    UNIQUE INDEX Till_seriesNotaFactura_key(seriesNotaFactura),
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE DocumentSeries (
    series CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tillId INTEGER NOT NULL,
    type ENUM('BOLETA', 'FACTURA', 'NOTA_CREDITO') NOT NULL,
    nextNumber INTEGER NOT NULL DEFAULT 1,
    lastIssuedAt DATETIME(3) NULL,

    INDEX DocumentSeries_tillId_idx(tillId),
    PRIMARY KEY (series),
    CONSTRAINT DocumentSeries_nextNumber_check CHECK (nextNumber > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE CashSession (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tillId INTEGER NOT NULL,
    openFlag BOOLEAN NULL,
    openedBy VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    openedAt DATETIME(3) NOT NULL,
    openingCentimos BIGINT NOT NULL,
    closedBy VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    closedAt DATETIME(3) NULL,
    cashRefundsCentimos BIGINT NULL,
    expectedCentimos BIGINT NULL,
    countedCentimos BIGINT NULL,
    note VARCHAR(500) NULL,

    UNIQUE INDEX CashSession_tillId_openFlag_key(tillId, openFlag),
    INDEX CashSession_openedAt_idx(openedAt),
    PRIMARY KEY (id),
    CONSTRAINT CashSession_openFlag_check CHECK (openFlag IS NULL OR openFlag = TRUE),
    CONSTRAINT CashSession_closedAt_check CHECK ((openFlag IS NULL) = (closedAt IS NOT NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE CashMovement (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sessionId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ENUM('IN', 'OUT') NOT NULL,
    amountCentimos BIGINT NOT NULL,
    reason VARCHAR(200) NOT NULL,
    actorId VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    createdAt DATETIME(3) NOT NULL,

    INDEX CashMovement_sessionId_idx(sessionId),
    PRIMARY KEY (id),
    CONSTRAINT CashMovement_amountCentimos_check CHECK (amountCentimos > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE DiscountApproval (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sellerId INTEGER NOT NULL,
    maxBasisPoints INTEGER NOT NULL,
    createdBy VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    createdAt DATETIME(3) NOT NULL,
    expiresAt DATETIME(3) NOT NULL,
    usedScope VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    usedKey CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,

    INDEX DiscountApproval_usedScope_usedKey_idx(usedScope, usedKey),
    INDEX DiscountApproval_sellerId_idx(sellerId),
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE SaleReturn (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    saleId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ENUM('RETURN', 'VOID') NOT NULL,
    reason VARCHAR(200) NOT NULL,
    baseCentimos BIGINT NOT NULL,
    taxCentimos BIGINT NOT NULL,
    totalCentimos BIGINT NOT NULL,
    actorId VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    createdAt DATETIME(3) NOT NULL,
    day CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,

    INDEX SaleReturn_saleId_idx(saleId),
    INDEX SaleReturn_day_idx(day),
    PRIMARY KEY (id),
    CONSTRAINT SaleReturn_totalCentimos_check CHECK (baseCentimos + taxCentimos = totalCentimos)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE SaleReturnItem (
    returnId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lineNumber INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    restock BOOLEAN NOT NULL,
    baseCentimos BIGINT NOT NULL,
    taxCentimos BIGINT NOT NULL,
    totalCentimos BIGINT NOT NULL,

    PRIMARY KEY (returnId, lineNumber),
    CONSTRAINT SaleReturnItem_quantity_check CHECK (quantity > 0),
    CONSTRAINT SaleReturnItem_parts_check CHECK (
      baseCentimos >= 0 AND taxCentimos >= 0 AND baseCentimos + taxCentimos = totalCentimos
    )
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE Refund (
    returnId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq INTEGER NOT NULL,
    paymentSeq INTEGER NOT NULL,
    method ENUM('CASH', 'CARD', 'YAPE', 'PLIN', 'TRANSFER', 'EXCHANGE') NOT NULL,
    amountCentimos BIGINT NOT NULL,
    status ENUM('PENDING', 'DONE', 'FAILED') NOT NULL,
    reference VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    cashSessionId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    paidSaleId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    createdAt DATETIME(3) NOT NULL,
    doneAt DATETIME(3) NULL,

    INDEX Refund_cashSessionId_idx(cashSessionId),
    PRIMARY KEY (returnId, seq),
    CONSTRAINT Refund_amountCentimos_check CHECK (amountCentimos > 0),
    CONSTRAINT Refund_doneAt_check CHECK ((status = 'DONE') = (doneAt IS NOT NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE DoneKey (
    scope VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    idempotencyKey CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    operation VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    requestHash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    entityId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    createdAt DATETIME(3) NOT NULL,

    PRIMARY KEY (scope, idempotencyKey)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE SaleEvent (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    saleId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ENUM('RETURNED', 'VOIDED', 'REFUNDED') NOT NULL,
    at DATETIME(3) NOT NULL,
    actorId VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    detail VARCHAR(500) NULL,

    INDEX SaleEvent_saleId_idx(saleId),
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE FactOutbox (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ENUM('RESTOCK') NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    nextTryAt DATETIME(3) NOT NULL,
    dead BOOLEAN NOT NULL DEFAULT false,

    INDEX FactOutbox_dead_nextTryAt_idx(dead, nextTryAt),
    PRIMARY KEY (id, kind)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
