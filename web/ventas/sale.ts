import type { VentaDetalleData, VentasListaData } from '../generated/operations.ts';

/** A sale in the list. */
export type ListedSale = NonNullable<VentasListaData['ventas']>['nodes'][number];

/** A sale with all that became of it. */
export type Sale = NonNullable<VentaDetalleData['venta']>;

/** Money of a sale that is given back. */
export type Refund = Sale['returns'][number]['refunds'][number];
