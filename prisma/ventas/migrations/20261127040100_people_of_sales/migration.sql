-- A sale remembers its people as they were. Of older sales only today's records are known.
ALTER TABLE Sale
  ADD COLUMN sellerName VARCHAR(200) NULL AFTER sellerId,
  ADD COLUMN customerName VARCHAR(200) NULL AFTER customerId,
  ADD COLUMN customerDocType ENUM('DNI', 'RUC', 'CE', 'PASSPORT', 'NONE') NULL AFTER customerName,
  ADD COLUMN customerDocNumber VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER customerDocType;

UPDATE Sale JOIN Seller ON Seller.id = Sale.sellerId SET Sale.sellerName = Seller.name;

UPDATE Sale JOIN Customer ON Customer.id = Sale.customerId
SET Sale.customerName = Customer.name,
  Sale.customerDocType = Customer.docType,
  Sale.customerDocNumber = Customer.docNumber;

ALTER TABLE Sale MODIFY sellerName VARCHAR(200) NOT NULL;
