/** The words for the kinds of movements of stock. */
export const MOVEMENT_KINDS: Readonly<Record<string, string>> = {
  INITIAL: 'Stock inicial',
  RECEIPT: 'Ingreso',
  SALE: 'Venta',
  RELEASE: 'Venta no concretada',
  RETURN: 'Devolución',
  ADJUSTMENT: 'Ajuste',
  COUNT: 'Conteo',
  LOSS: 'Merma',
};
