-- A SKU is kept composed (NFC) from now on: a letter and the mark on it are one character. Those
-- that hold the two apart are composed here, for the letters of Latin-1. Where another row has the
-- composed one already, both keep their texts, and the audit log is told of the pair.

CREATE TEMPORARY TABLE `Composed` AS
  SELECT `id`,
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(
      `sku`
      , _utf8mb4 x'41CC80', _utf8mb4 x'C380') , _utf8mb4 x'45CC80', _utf8mb4 x'C388')
      , _utf8mb4 x'49CC80', _utf8mb4 x'C38C') , _utf8mb4 x'4FCC80', _utf8mb4 x'C392')
      , _utf8mb4 x'55CC80', _utf8mb4 x'C399') , _utf8mb4 x'61CC80', _utf8mb4 x'C3A0')
      , _utf8mb4 x'65CC80', _utf8mb4 x'C3A8') , _utf8mb4 x'69CC80', _utf8mb4 x'C3AC')
      , _utf8mb4 x'6FCC80', _utf8mb4 x'C3B2') , _utf8mb4 x'75CC80', _utf8mb4 x'C3B9')
      , _utf8mb4 x'41CC81', _utf8mb4 x'C381') , _utf8mb4 x'45CC81', _utf8mb4 x'C389')
      , _utf8mb4 x'49CC81', _utf8mb4 x'C38D') , _utf8mb4 x'4FCC81', _utf8mb4 x'C393')
      , _utf8mb4 x'55CC81', _utf8mb4 x'C39A') , _utf8mb4 x'59CC81', _utf8mb4 x'C39D')
      , _utf8mb4 x'61CC81', _utf8mb4 x'C3A1') , _utf8mb4 x'65CC81', _utf8mb4 x'C3A9')
      , _utf8mb4 x'69CC81', _utf8mb4 x'C3AD') , _utf8mb4 x'6FCC81', _utf8mb4 x'C3B3')
      , _utf8mb4 x'75CC81', _utf8mb4 x'C3BA') , _utf8mb4 x'79CC81', _utf8mb4 x'C3BD')
      , _utf8mb4 x'41CC82', _utf8mb4 x'C382') , _utf8mb4 x'45CC82', _utf8mb4 x'C38A')
      , _utf8mb4 x'49CC82', _utf8mb4 x'C38E') , _utf8mb4 x'4FCC82', _utf8mb4 x'C394')
      , _utf8mb4 x'55CC82', _utf8mb4 x'C39B') , _utf8mb4 x'61CC82', _utf8mb4 x'C3A2')
      , _utf8mb4 x'65CC82', _utf8mb4 x'C3AA') , _utf8mb4 x'69CC82', _utf8mb4 x'C3AE')
      , _utf8mb4 x'6FCC82', _utf8mb4 x'C3B4') , _utf8mb4 x'75CC82', _utf8mb4 x'C3BB')
      , _utf8mb4 x'41CC83', _utf8mb4 x'C383') , _utf8mb4 x'4ECC83', _utf8mb4 x'C391')
      , _utf8mb4 x'4FCC83', _utf8mb4 x'C395') , _utf8mb4 x'61CC83', _utf8mb4 x'C3A3')
      , _utf8mb4 x'6ECC83', _utf8mb4 x'C3B1') , _utf8mb4 x'6FCC83', _utf8mb4 x'C3B5')
      , _utf8mb4 x'41CC88', _utf8mb4 x'C384') , _utf8mb4 x'45CC88', _utf8mb4 x'C38B')
      , _utf8mb4 x'49CC88', _utf8mb4 x'C38F') , _utf8mb4 x'4FCC88', _utf8mb4 x'C396')
      , _utf8mb4 x'55CC88', _utf8mb4 x'C39C') , _utf8mb4 x'61CC88', _utf8mb4 x'C3A4')
      , _utf8mb4 x'65CC88', _utf8mb4 x'C3AB') , _utf8mb4 x'69CC88', _utf8mb4 x'C3AF')
      , _utf8mb4 x'6FCC88', _utf8mb4 x'C3B6') , _utf8mb4 x'75CC88', _utf8mb4 x'C3BC')
      , _utf8mb4 x'79CC88', _utf8mb4 x'C3BF') , _utf8mb4 x'41CC8A', _utf8mb4 x'C385')
      , _utf8mb4 x'61CC8A', _utf8mb4 x'C3A5') , _utf8mb4 x'43CCA7', _utf8mb4 x'C387')
      , _utf8mb4 x'63CCA7', _utf8mb4 x'C3A7') AS `composed`
  FROM `Product`;

DELETE `Composed` FROM `Composed` JOIN `Product` ON `Product`.`id` = `Composed`.`id`
  WHERE `Product`.`sku` = `composed`;

UPDATE `Product`
  JOIN (
    SELECT MIN(`Composed`.`id`) AS `firstId`, `composed`
      FROM `Composed` LEFT JOIN `Product` AS `other` ON `other`.`sku` = `composed`
      WHERE `other`.`id` IS NULL
      GROUP BY `composed`
  ) AS `free` ON `Product`.`id` = `firstId`
  SET `Product`.`sku` = `composed`;

INSERT INTO `AuditOutbox` (`id`, `kind`, `occurredAt`, `requestId`, `subject`, `detail`)
  SELECT UUID(), 'PRODUCT_TWIN_FOUND', UTC_TIMESTAMP(3), 'migration',
      CONCAT('Product ', `own`.`id`, ' ', `own`.`sku`),
      CONCAT('sku as of Product ', `other`.`id`, ' ', `other`.`sku`)
    FROM `Composed`
    JOIN `Product` AS `own` ON `own`.`id` = `Composed`.`id`
    JOIN `Product` AS `other` ON `other`.`sku` = `composed` AND `other`.`id` <> `own`.`id`;

DROP TEMPORARY TABLE `Composed`;
