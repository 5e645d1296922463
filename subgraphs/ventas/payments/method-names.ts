import type { PaymentMethod } from './tender.ts';

/** The means of payment for people, in Spanish. */
export const METHOD_NAMES: Record<PaymentMethod, string> = {
  CASH: 'Efectivo',
  CARD: 'Tarjeta',
  YAPE: 'Yape',
  PLIN: 'Plin',
  TRANSFER: 'Transferencia',
  EXCHANGE: 'Cambio de producto',
};
