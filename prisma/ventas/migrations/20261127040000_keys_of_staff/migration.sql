-- The keys of sales belong to the shop's staff as a whole. Where two accounts had used one key, the
-- older use keeps it; the others get a scope of their own, so that nothing is sold again under them.
UPDATE SaleAttempt
JOIN (
  SELECT scope AS owner, idempotencyKey AS usedKey,
    ROW_NUMBER() OVER (PARTITION BY idempotencyKey ORDER BY MIN(createdAt), MIN(id)) AS place
  FROM SaleAttempt
  WHERE scope IS NOT NULL
  GROUP BY scope, idempotencyKey
) AS uses ON uses.owner = SaleAttempt.scope AND uses.usedKey = SaleAttempt.idempotencyKey
SET SaleAttempt.scope = IF(uses.place = 1, 'staff', CONCAT('account-', SaleAttempt.scope));

UPDATE Sale JOIN SaleAttempt ON SaleAttempt.id = Sale.id SET Sale.scope = SaleAttempt.scope;
