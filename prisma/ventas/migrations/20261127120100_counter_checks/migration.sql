-- The limits of the new columns. A server may copy a table to add a CHECK, and selling waits while it
-- does: docs/operations.md says how long.
ALTER TABLE Sale ADD CONSTRAINT Sale_money_check CHECK (
  cashRoundingCentimos BETWEEN -9 AND 0
  AND paidCentimos BETWEEN 0 AND totalCentimos + cashRoundingCentimos
  AND refundedCentimos BETWEEN 0 AND paidCentimos
  AND returnedCentimos BETWEEN 0 AND totalCentimos
);

ALTER TABLE SaleItem
  ADD CONSTRAINT SaleItem_returnedQuantity_check CHECK (returnedQuantity BETWEEN 0 AND quantity);
