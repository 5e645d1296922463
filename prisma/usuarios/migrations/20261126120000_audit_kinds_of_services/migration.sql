-- AlterTable
ALTER TABLE `AuditEntry`
    MODIFY `kind` VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- NULL: the version that runs until this one is started does not write it.
    ADD COLUMN `service` VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER `kind`;

-- Which service told what is there: by the kind, and of refused access by the field.
UPDATE `AuditEntry` SET `service` = CASE
    WHEN `kind` IN ('SIGNED_IN', 'SIGN_IN_REFUSED', 'SIGNED_OUT', 'REFRESH_REUSED', 'USER_CREATED', 'USER_CHANGED', 'USER_DEACTIVATED', 'PASSWORD_CHANGED') THEN 'usuarios'
    WHEN `kind` IN ('STOCK_ADJUSTED', 'PRICE_CHANGED', 'PRODUCT_CREATED', 'PRODUCT_CHANGED', 'CATEGORY_CREATED') THEN 'inventario'
    WHEN `kind` IN ('CUSTOMER_CREATED', 'CUSTOMER_CHANGED', 'SELLER_CREATED', 'SELLER_CHANGED') THEN 'ventas'
    WHEN `subject` LIKE 'User%' OR `subject` LIKE 'AuditEntry%'
        OR `subject` IN ('Query.yo', 'Query.usuarios', 'Query.auditoria', 'Mutation.crearUsuario', 'Mutation.actualizarUsuario', 'Mutation.desactivarUsuario', 'Mutation.cambiarClave') THEN 'usuarios'
    WHEN `subject` IN ('Mutation.crearProducto', 'Mutation.actualizarProducto', 'Mutation.descontinuarProducto', 'Mutation.reactivarProducto', 'Mutation.crearCategoria', 'Mutation.ajustarStock', 'Mutation.importarProductos', 'Product.movements') THEN 'inventario'
    ELSE 'ventas'
END;
