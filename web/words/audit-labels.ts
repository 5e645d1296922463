// The words of the audit log; docs/security.md says what each kind means.

/** Every kind that a service tells, by the part of the shop that it is about. */
export const AUDIT_KINDS_BY_AREA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Accesos: {
    SIGNED_IN: 'Entró al sistema',
    SIGN_IN_REFUSED: 'Intento de entrada rechazado',
    SIGNED_OUT: 'Cerró su sesión',
    REFRESH_REUSED: 'Sesión usada dos veces',
    ACCESS_REFUSED: 'Acceso denegado',
  },
  Cuentas: {
    USER_CREATED: 'Cuenta creada',
    USER_CHANGED: 'Cuenta cambiada',
    USER_DEACTIVATED: 'Cuenta desactivada',
    PASSWORD_CHANGED: 'Contraseña cambiada',
  },
  Catálogo: {
    PRODUCT_CREATED: 'Producto creado',
    PRODUCT_CHANGED: 'Producto cambiado',
    PRICE_CHANGED: 'Precio cambiado',
    CATEGORY_CREATED: 'Categoría creada',
    CATEGORY_CHANGED: 'Categoría cambiada',
    PRODUCT_TWIN_FOUND: 'Producto repetido encontrado',
  },
  Stock: { STOCK_ADJUSTED: 'Stock ajustado' },
  Ventas: {
    SALE_RETURNED: 'Devolución',
    SALE_VOIDED: 'Venta anulada',
    REFUND_CONFIRMED: 'Reembolso confirmado',
    DISCOUNT_APPROVED: 'Descuento autorizado',
    DOCUMENT_REQUESTED: 'Comprobante pedido',
    DOCUMENT_CORRECTED: 'Comprobante corregido',
  },
  Personas: {
    CUSTOMER_CREATED: 'Cliente creado',
    CUSTOMER_CHANGED: 'Cliente cambiado',
    SELLER_CREATED: 'Vendedor creado',
    SELLER_CHANGED: 'Vendedor cambiado',
    SELLER_TWIN_FOUND: 'Vendedor repetido encontrado',
  },
  'Tienda y cajas': {
    SHOP_CHANGED: 'Datos de la tienda cambiados',
    TAX_RATE_SET: 'Tasa de IGV fijada',
    TILL_CREATED: 'Caja creada',
    TILL_CHANGED: 'Caja cambiada',
    CASH_SESSION_OPENED: 'Caja abierta',
    CASH_MOVED: 'Ingreso o egreso de caja',
    CASH_SESSION_CLOSED: 'Caja cerrada',
  },
};

/** The words for each kind. */
export const AUDIT_KINDS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(AUDIT_KINDS_BY_AREA),
);

/** The parts of the system that tell of what happened. */
export const AUDIT_SERVICES: Readonly<Record<string, string>> = {
  usuarios: 'Usuarios',
  inventario: 'Inventario',
  ventas: 'Ventas',
};
