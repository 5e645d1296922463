-- The returns that are back in stock. A row is written in the transaction that puts the units back,
-- and never deleted: so a return that is told again changes nothing.

-- CreateTable
CREATE TABLE `StockReturn` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
