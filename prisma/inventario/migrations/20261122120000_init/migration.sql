-- Codes that people type (sku, barcode, slug) and ids compare byte by byte: real catalogs hold both
-- 15056bl and 15056BL. Names compare without regard to case and accents.

-- CreateTable
CREATE TABLE `Category` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(120) NOT NULL,
    `slug` VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `parentId` INTEGER NULL,

    UNIQUE INDEX `Category_slug_key`(`slug`),
    INDEX `Category_parentId_idx`(`parentId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Product` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `sku` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `barcode` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    `name` VARCHAR(200) NOT NULL,
    `description` VARCHAR(2000) NULL,
    `categoryId` INTEGER NULL,
    `priceCentimos` INTEGER NOT NULL,
    `status` ENUM('ACTIVE', 'DISCONTINUED') NOT NULL DEFAULT 'ACTIVE',
    `available` INTEGER NOT NULL DEFAULT 0,
    `minimum` INTEGER NOT NULL DEFAULT 0,
    `lastSeq` INTEGER NOT NULL DEFAULT 0,
    `version` INTEGER NOT NULL DEFAULT 1,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    UNIQUE INDEX `Product_sku_key`(`sku`),
    UNIQUE INDEX `Product_barcode_key`(`barcode`),
    INDEX `Product_name_idx`(`name`),
    INDEX `Product_categoryId_idx`(`categoryId`),
    INDEX `Product_priceCentimos_idx`(`priceCentimos`),
    PRIMARY KEY (`id`),
    CONSTRAINT `Product_available_check` CHECK (`available` >= 0),
    CONSTRAINT `Product_minimum_check` CHECK (`minimum` >= 0),
    CONSTRAINT `Product_priceCentimos_check` CHECK (`priceCentimos` > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Reservation` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` ENUM('HELD', 'CONFIRMED', 'RELEASED', 'REJECTED') NOT NULL,
    `requestHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `outcome` JSON NULL,
    `validUntil` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `resolvedAt` DATETIME(3) NULL,

    INDEX `Reservation_status_createdAt_idx`(`status`, `createdAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `ReservationLine` (
    `reservationId` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `productId` INTEGER NOT NULL,
    `quantity` INTEGER NOT NULL,
    `unitPriceCentimos` INTEGER NOT NULL,

    PRIMARY KEY (`reservationId`, `productId`),
    CONSTRAINT `ReservationLine_quantity_check` CHECK (`quantity` > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `StockMovement` (
    `productId` INTEGER NOT NULL,
    `seq` INTEGER NOT NULL,
    `kind` ENUM('INITIAL', 'RECEIPT', 'SALE', 'RELEASE', 'RETURN', 'ADJUSTMENT', 'COUNT', 'LOSS') NOT NULL,
    `delta` INTEGER NOT NULL,
    `availableAfter` INTEGER NOT NULL,
    `reason` VARCHAR(200) NULL,
    `actorId` VARCHAR(64) NULL,
    `reference` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `occurredAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`productId`, `seq`),
    CONSTRAINT `StockMovement_availableAfter_check` CHECK (`availableAfter` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `StockAdjustment` (
    `scope` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `idempotencyKey` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `requestHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `productId` INTEGER NOT NULL,
    `seq` INTEGER NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`scope`, `idempotencyKey`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `Category` ADD CONSTRAINT `Category_parentId_fkey` FOREIGN KEY (`parentId`) REFERENCES `Category`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `Product` ADD CONSTRAINT `Product_categoryId_fkey` FOREIGN KEY (`categoryId`) REFERENCES `Category`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
