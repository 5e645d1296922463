-- Ids, keys and hashes are ASCII and compare byte by byte. Names compare without regard to case and accents.

-- CreateTable
CREATE TABLE `Customer` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(200) NOT NULL,
    `docType` ENUM('DNI', 'RUC', 'CE', 'PASSPORT', 'NONE') NOT NULL DEFAULT 'NONE',
    `docNumber` VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `email` VARCHAR(254) NULL,
    `phone` VARCHAR(21) NULL,
    `version` INTEGER NOT NULL DEFAULT 1,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    UNIQUE INDEX `Customer_docType_docNumber_key`(`docType`, `docNumber`),
    INDEX `Customer_name_idx`(`name`),
    INDEX `Customer_docNumber_idx`(`docNumber`),
    INDEX `Customer_email_idx`(`email`),
    PRIMARY KEY (`id`),
    CONSTRAINT `Customer_docNumber_check` CHECK ((`docType` = 'NONE') = (`docNumber` IS NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Seller` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `code` VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `active` BOOLEAN NOT NULL DEFAULT true,
    `version` INTEGER NOT NULL DEFAULT 1,

    UNIQUE INDEX `Seller_code_key`(`code`),
    INDEX `Seller_name_idx`(`name`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `SaleAttempt` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `scope` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `idempotencyKey` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `attempt` INTEGER NULL,
    `requestHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `decision` ENUM('OPEN', 'COMMITTED', 'ABORTED') NOT NULL,
    `outcome` JSON NULL,
    `validUntil` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `decidedAt` DATETIME(3) NULL,

    UNIQUE INDEX `SaleAttempt_scope_idempotencyKey_attempt_key`(`scope`, `idempotencyKey`, `attempt`),
    INDEX `SaleAttempt_decision_validUntil_idx`(`decision`, `validUntil`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Sale` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `scope` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `idempotencyKey` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` ENUM('COMPLETED', 'CANCELLED') NOT NULL DEFAULT 'COMPLETED',
    `sellerId` INTEGER NOT NULL,
    `customerId` INTEGER NULL,
    `subtotalCentimos` BIGINT NOT NULL,
    `taxCentimos` BIGINT NOT NULL,
    `discountCentimos` BIGINT NOT NULL,
    `totalCentimos` BIGINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `Sale_scope_idempotencyKey_key`(`scope`, `idempotencyKey`),
    INDEX `Sale_createdAt_idx`(`createdAt`),
    INDEX `Sale_customerId_createdAt_idx`(`customerId`, `createdAt`),
    INDEX `Sale_sellerId_createdAt_idx`(`sellerId`, `createdAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `Sale_totalCentimos_check` CHECK (`subtotalCentimos` + `taxCentimos` = `totalCentimos`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `SaleItem` (
    `saleId` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `lineNumber` INTEGER NOT NULL,
    `productId` INTEGER NOT NULL,
    `sku` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `productName` VARCHAR(200) NOT NULL,
    `quantity` INTEGER NOT NULL,
    `unitPriceCentimos` INTEGER NOT NULL,
    `discountCentimos` BIGINT NOT NULL DEFAULT 0,
    `taxRateBasisPoints` INTEGER NOT NULL,
    `baseCentimos` BIGINT NOT NULL,
    `taxCentimos` BIGINT NOT NULL,
    `totalCentimos` BIGINT NOT NULL,

    PRIMARY KEY (`saleId`, `lineNumber`),
    CONSTRAINT `SaleItem_quantity_check` CHECK (`quantity` > 0),
    CONSTRAINT `SaleItem_totalCentimos_check` CHECK (`baseCentimos` + `taxCentimos` = `totalCentimos`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `ProductSales` (
    `productId` INTEGER NOT NULL,
    `unitsSold` INTEGER NOT NULL,
    `lastSoldAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`productId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Outbox` (
    `attemptId` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('CONFIRM', 'RELEASE') NOT NULL,
    `tries` INTEGER NOT NULL DEFAULT 0,
    `nextTryAt` DATETIME(3) NOT NULL,
    `dead` BOOLEAN NOT NULL DEFAULT false,

    INDEX `Outbox_dead_nextTryAt_idx`(`dead`, `nextTryAt`),
    PRIMARY KEY (`attemptId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
