-- Ids, hashes and e-mails compare byte by byte. Names compare without regard to case and accents.

-- CreateTable
CREATE TABLE `User` (
    `id` INTEGER NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(200) NOT NULL,
    `email` VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `passwordHash` VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `roles` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sellerId` INTEGER NULL,
    `customerId` INTEGER NULL,
    `active` BOOLEAN NOT NULL DEFAULT true,
    `version` INTEGER NOT NULL DEFAULT 1,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    UNIQUE INDEX `User_email_key`(`email`),
    INDEX `User_name_idx`(`name`),
    PRIMARY KEY (`id`),
    CONSTRAINT `User_roles_check` CHECK (`roles` <> '')
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `Session` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `userId` INTEGER NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `endedAt` DATETIME(3) NULL,

    INDEX `Session_userId_idx`(`userId`),
    INDEX `Session_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `RefreshToken` (
    `hash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sessionId` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `usedAt` DATETIME(3) NULL,

    INDEX `RefreshToken_sessionId_idx`(`sessionId`),
    PRIMARY KEY (`hash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `SignInFailures` (
    `hash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `failures` INTEGER NOT NULL,
    `lastFailedAt` DATETIME(3) NOT NULL,

    INDEX `SignInFailures_lastFailedAt_idx`(`lastFailedAt`),
    PRIMARY KEY (`hash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `AuditEntry` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'REFRESH_REUSED', 'ACCESS_REFUSED', 'USER_CREATED', 'USER_CHANGED', 'USER_DEACTIVATED', 'PASSWORD_CHANGED', 'STOCK_ADJUSTED', 'PRICE_CHANGED') NOT NULL,
    `occurredAt` DATETIME(3) NOT NULL,
    `actorId` INTEGER NULL,
    `address` VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `requestId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `subject` VARCHAR(254) NOT NULL,
    `detail` VARCHAR(500) NULL,

    INDEX `AuditEntry_occurredAt_id_idx`(`occurredAt`, `id`),
    INDEX `AuditEntry_kind_occurredAt_id_idx`(`kind`, `occurredAt`, `id`),
    INDEX `AuditEntry_actorId_occurredAt_id_idx`(`actorId`, `occurredAt`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
