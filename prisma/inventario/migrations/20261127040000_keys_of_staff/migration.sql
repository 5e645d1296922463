-- The keys of stock corrections belong to the shop's staff as a whole. Where two accounts had used
-- one key, the older use keeps it; the others get a scope of their own.
UPDATE StockAdjustment
JOIN (
  SELECT scope AS owner, idempotencyKey AS usedKey,
    ROW_NUMBER() OVER (PARTITION BY idempotencyKey ORDER BY createdAt, scope) AS place
  FROM StockAdjustment
) AS uses ON uses.owner = StockAdjustment.scope AND uses.usedKey = StockAdjustment.idempotencyKey
SET StockAdjustment.scope = IF(uses.place = 1, 'staff', CONCAT('account-', StockAdjustment.scope));
