-- Documents of sales: a queue that is written with the sale, and the documents that a worker numbers.
-- There are no foreign keys: checking one would lock rows that every till needs.
ALTER TABLE Sale
  ADD COLUMN documentSeries CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER returnedCentimos,
  ADD COLUMN documentId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER documentSeries;

CREATE TABLE DocumentQueue (
    series CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sourceId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type ENUM('BOLETA', 'FACTURA', 'NOTA_CREDITO') NOT NULL,
    saleId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    affectsId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    customerName VARCHAR(200) NULL,
    customerDocType ENUM('DNI', 'RUC', 'CE', 'PASSPORT', 'NONE') NULL,
    customerDocNumber VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    reason VARCHAR(200) NULL,
    content JSON NULL,

    PRIMARY KEY (series, sourceId),
    CONSTRAINT DocumentQueue_affectsId_check CHECK ((type = 'NOTA_CREDITO') = (affectsId IS NOT NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE SaleDocument (
    series CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    number INTEGER NOT NULL,
    sourceId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type ENUM('BOLETA', 'FACTURA', 'NOTA_CREDITO') NOT NULL,
    saleId CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    issuedAt DATETIME(3) NOT NULL,
    customerName VARCHAR(200) NULL,
    customerDocType ENUM('DNI', 'RUC', 'CE', 'PASSPORT', 'NONE') NULL,
    customerDocNumber VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    baseCentimos BIGINT NOT NULL,
    taxCentimos BIGINT NOT NULL,
    totalCentimos BIGINT NOT NULL,
    affectsSeries CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NULL,
    affectsNumber INTEGER NULL,
    reason VARCHAR(200) NULL,
    content JSON NULL,
    shop JSON NOT NULL,

    UNIQUE INDEX SaleDocument_sourceId_key(sourceId),
    INDEX SaleDocument_saleId_idx(saleId),
    INDEX SaleDocument_issuedAt_idx(issuedAt),
    PRIMARY KEY (series, number),
    CONSTRAINT SaleDocument_totalCentimos_check CHECK (baseCentimos + taxCentimos = totalCentimos),
    CONSTRAINT SaleDocument_affects_check CHECK ((type = 'NOTA_CREDITO') = (affectsNumber IS NOT NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
