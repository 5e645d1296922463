-- CreateTable
CREATE TABLE `AuditOutbox` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `occurredAt` DATETIME(3) NOT NULL,
    `actorId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `address` VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `requestId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `subject` VARCHAR(254) NOT NULL,
    `detail` VARCHAR(500) NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
