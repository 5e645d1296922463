-- One article number is one product, whatever its leading zeros: the number stands beside the text of
-- the barcode, in 14 digits, where its length and its check digit are those of a GTIN. Of products
-- that have one number already the oldest keeps it; the barcode of a newer one counts as a plain
-- code, and the audit log is told of the pair.

ALTER TABLE `Product` ADD COLUMN `gtin` CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NULL
  AFTER `barcode`;

UPDATE `Product` SET `gtin` = LPAD(`barcode`, 14, '0')
  WHERE CHAR_LENGTH(`barcode`) IN (8, 12, 13, 14) AND `barcode` NOT REGEXP '[^0-9]';

UPDATE `Product` SET `gtin` = NULL
  WHERE `gtin` IS NOT NULL AND MOD(
    3 * (SUBSTRING(`gtin`, 1, 1) + SUBSTRING(`gtin`, 3, 1) + SUBSTRING(`gtin`, 5, 1) +
      SUBSTRING(`gtin`, 7, 1) + SUBSTRING(`gtin`, 9, 1) + SUBSTRING(`gtin`, 11, 1) +
      SUBSTRING(`gtin`, 13, 1)) +
      SUBSTRING(`gtin`, 2, 1) + SUBSTRING(`gtin`, 4, 1) + SUBSTRING(`gtin`, 6, 1) +
      SUBSTRING(`gtin`, 8, 1) + SUBSTRING(`gtin`, 10, 1) + SUBSTRING(`gtin`, 12, 1) +
      SUBSTRING(`gtin`, 14, 1),
    10
  ) <> 0;

INSERT INTO `AuditOutbox` (`id`, `kind`, `occurredAt`, `requestId`, `subject`, `detail`)
  SELECT UUID(), 'PRODUCT_TWIN_FOUND', UTC_TIMESTAMP(3), 'migration',
      CONCAT('Product ', `newer`.`id`, ' ', `newer`.`sku`),
      CONCAT('barcode ', `newer`.`barcode`, ' as ', `older`.`barcode`, ' of Product ',
        `older`.`id`, ' ', `older`.`sku`)
    FROM `Product` AS `newer`
    JOIN (
      SELECT `gtin`, MIN(`id`) AS `firstId` FROM `Product` WHERE `gtin` IS NOT NULL GROUP BY `gtin`
    ) AS `first` ON `first`.`gtin` = `newer`.`gtin`
    JOIN `Product` AS `older` ON `older`.`id` = `firstId`
    WHERE `newer`.`id` <> `firstId`;

UPDATE `Product`
  JOIN (
    SELECT `gtin`, MIN(`id`) AS `firstId` FROM `Product` WHERE `gtin` IS NOT NULL GROUP BY `gtin`
  ) AS `first` ON `first`.`gtin` = `Product`.`gtin`
  SET `Product`.`gtin` = NULL
  WHERE `Product`.`id` <> `firstId`;

-- CreateIndex
CREATE UNIQUE INDEX `Product_gtin_key` ON `Product`(`gtin`);
