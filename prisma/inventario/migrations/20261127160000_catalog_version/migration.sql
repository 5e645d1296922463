-- Clients keep a copy of the catalog and ask for what was edited since. Each edit raises the one row of
-- `CatalogVersion` and leaves the number on its product; products of before share the number 0.

-- AlterTable
ALTER TABLE `Category` ADD COLUMN `version` INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE `Product` ADD COLUMN `catalogVersion` INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX `Product_catalogVersion_idx` ON `Product`(`catalogVersion`);

-- CreateTable
CREATE TABLE `CatalogVersion` (
    `id` INTEGER NOT NULL,
    `version` INTEGER NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO `CatalogVersion` (`id`, `version`) VALUES (1, 0);
