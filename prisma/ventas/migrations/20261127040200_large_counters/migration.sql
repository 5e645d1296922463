-- 22 of the largest sales of one product were more than an INT holds.
ALTER TABLE ProductSales MODIFY unitsSold BIGINT NOT NULL;
