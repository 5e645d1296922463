/**
 * Every expected failure, with its message for people. The same codes stand in `enum ErrorCode`
 * of `schema/shared.graphql`; a test keeps them equal.
 */
export const USER_ERROR_MESSAGES = {
  INSUFFICIENT_STOCK: 'No hay stock suficiente del producto.',
  PRODUCT_NOT_FOUND: 'El producto no existe.',
  PRODUCT_DISCONTINUED: 'El producto ya no está a la venta.',
  INVALID_QUANTITY: 'La cantidad no es válida.',
  INVALID_PRICE: 'El precio no es válido.',
  INVALID_INPUT: 'El dato no es válido.',
  PRICE_CHANGED: 'El precio del producto ha cambiado.',
  CUSTOMER_NOT_FOUND: 'El cliente no existe.',
  CUSTOMER_REQUIRED: 'La operación requiere un cliente identificado.',
  SELLER_NOT_FOUND: 'El vendedor no existe.',
  SELLER_INACTIVE: 'El vendedor no está activo.',
  CATEGORY_NOT_FOUND: 'La categoría no existe.',
  DUPLICATE_SKU: 'Ya existe un producto con ese SKU.',
  DUPLICATE_BARCODE: 'Ya existe un producto con ese código de barras.',
  DUPLICATE_SLUG: 'Ya existe una categoría con ese identificador.',
  DUPLICATE_CODE: 'Ya existe un registro con ese código.',
  DUPLICATE_DOCUMENT: 'Ya existe un cliente con ese documento.',
  INVALID_DOCUMENT: 'El número de documento no es válido.',
  STALE: 'El registro fue modificado por otra persona; vuelva a leerlo.',
  IDEMPOTENCY_KEY_REUSED: 'La clave de idempotencia ya se usó con otros datos.',
  ATTEMPT_DISCARDED: 'La clave fue descartada; la venta necesita una nueva.',
  SALE_IN_PROGRESS: 'La venta está en proceso; consulte de nuevo con la misma clave.',
  INVENTORY_UNAVAILABLE: 'Inventario no disponible; intente de nuevo con la misma clave.',
  PAYMENT_MISMATCH: 'Los pagos no suman lo que se debe.',
  INVALID_PAYMENT: 'El pago no es válido.',
  REFERENCE_REQUIRED: 'El pago requiere el número de operación.',
  INVALID_DISCOUNT: 'El descuento no es válido.',
  DISCOUNT_NOT_AUTHORIZED: 'El descuento requiere la autorización de un administrador.',
  SALE_NOT_FOUND: 'La venta no existe.',
  RETURN_EXCEEDS_SOLD: 'La devolución supera lo que queda de la línea.',
  RETURN_NOT_ALLOWED: 'La devolución no está permitida; consulte a un administrador.',
  VOID_NOT_ALLOWED: 'La venta no se puede anular.',
  REFUND_NOT_FOUND: 'El reembolso no existe.',
  INVALID_TRANSITION: 'El estado actual no permite esta operación.',
  TILL_NOT_FOUND: 'La caja no existe o no está activa.',
  CASH_SESSION_REQUIRED: 'El efectivo requiere una caja con sesión abierta.',
  CASH_SESSION_OPEN: 'La caja ya tiene una sesión abierta.',
  CASH_SESSION_CLOSED: 'La sesión de caja está cerrada.',
  CASH_SESSION_NOT_FOUND: 'La sesión de caja no existe.',
  DUPLICATE_SERIES: 'Otra caja ya tiene esa serie.',
  DOCUMENT_NOT_ALLOWED: 'La venta no admite este comprobante.',
  DOCUMENT_EXISTS: 'La venta ya tiene un comprobante.',
  DUPLICATE_EMAIL: 'Ya existe un usuario con ese correo.',
  USER_NOT_FOUND: 'El usuario no existe.',
  WEAK_PASSWORD: 'La clave no es segura.',
  INVALID_CREDENTIALS: 'El correo o la clave no son correctos.',
  TOO_MANY_ATTEMPTS: 'Demasiados intentos fallidos; espere antes de intentar de nuevo.',
  SESSION_EXPIRED: 'La sesión terminó; inicie sesión de nuevo.',
} as const;

export type ErrorCode = keyof typeof USER_ERROR_MESSAGES;

/** Answers to a sale that are not final: the same key is to be sent again. */
export const UNDECIDED_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'SALE_IN_PROGRESS',
  'INVENTORY_UNAVAILABLE',
]);

/**
 * The standard message of a code, with what exactly is wrong when the code alone does not say it.
 */
export function userErrorMessage(code: ErrorCode, detail?: string): string {
  return detail ? `${USER_ERROR_MESSAGES[code]} ${detail}` : USER_ERROR_MESSAGES[code];
}

/** An expected failure as the graph shows it: data in `userErrors`. */
export interface UserError {
  __typename: 'BasicError';
  code: ErrorCode;
  message: string;
  path: string[] | null;
}

/**
 * Makes an expected failure.
 * @param path the part of the input it is about, from `input` down
 * @param detail the exact refusal, in Spanish, when the code alone does not say it
 */
export function userError(code: ErrorCode, path: string[], detail?: string): UserError {
  const message = userErrorMessage(code, detail);
  return { __typename: 'BasicError', code, message, path: ['input', ...path] };
}
