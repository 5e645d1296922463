-- Sales are found by their number, which is made of the end of their id, and by the document number of
-- whoever bought. The server copies the table, and selling waits while it does: docs/operations.md says
-- how long. Without RTRIM, which changes nothing, MariaDB takes the end of a CHAR for something that
-- its mode PAD_CHAR_TO_FULL_LENGTH changes.
ALTER TABLE Sale
  ADD COLUMN idEnd CHAR(9) CHARACTER SET ascii COLLATE ascii_bin
    GENERATED ALWAYS AS (RIGHT(RTRIM(id), 9)) STORED AFTER documentId,
  ADD INDEX Sale_idEnd_idx(idEnd),
  ADD INDEX Sale_customerDocNumber_createdAt_idx(customerDocNumber, createdAt);
