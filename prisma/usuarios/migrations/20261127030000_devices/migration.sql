-- CreateTable
CREATE TABLE `Device` (
    `hash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `userId` INTEGER NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,

    INDEX `Device_userId_expiresAt_idx`(`userId`, `expiresAt`),
    INDEX `Device_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`hash`, `userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
