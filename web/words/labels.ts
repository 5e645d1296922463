// The words of the screens for what the gateway names in capitals.

export const ROLES: Readonly<Record<string, string>> = {
  ADMIN: 'Administrador',
  VENDEDOR: 'Vendedor',
  ALMACEN: 'Almacén',
  CLIENTE: 'Cliente',
};

export const PAYMENT_METHODS: Readonly<Record<string, string>> = {
  CASH: 'Efectivo',
  CARD: 'Tarjeta',
  YAPE: 'Yape',
  PLIN: 'Plin',
  TRANSFER: 'Transferencia',
  EXCHANGE: 'Cambio',
};

/** The mark of a means of payment, as `data-pay` has it. */
export const PAYMENT_MARKS: Readonly<Record<string, string>> = {
  CASH: 'cash',
  CARD: 'card',
  YAPE: 'yape',
  PLIN: 'plin',
  TRANSFER: 'transfer',
  EXCHANGE: 'transfer',
};

export const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  BOLETA: 'Boleta',
  FACTURA: 'Factura',
  NOTA_CREDITO: 'Nota de crédito',
};

export const DOC_TYPES: Readonly<Record<string, string>> = {
  DNI: 'DNI',
  RUC: 'RUC',
  CE: 'Carné de extranjería',
  PASSPORT: 'Pasaporte',
  NONE: 'Sin documento',
};

/** The words for a name of the gateway; the name itself when it is a new one. */
export function labelOf(labels: Readonly<Record<string, string>>, name: string): string {
  return labels[name] ?? name;
}
