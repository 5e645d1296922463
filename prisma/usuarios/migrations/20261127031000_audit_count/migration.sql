-- AlterTable
ALTER TABLE `AuditEntry` ADD COLUMN `count` INTEGER NOT NULL DEFAULT 1;

-- Passwords that were typed into the field of the e-mail are not kept.
UPDATE `AuditEntry` SET `subject` = '(no e-mail)'
 WHERE `kind` = 'SIGN_IN_REFUSED' AND `subject` NOT LIKE '%_@_%._%';
