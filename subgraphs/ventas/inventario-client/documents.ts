/** The documents that ventas sends to inventario, and the shapes of their answers. */
import type { StockRejection } from '../sales/attempt.ts';

export const RESERVE_STOCK = `mutation ReserveStock($input: ReserveStockInput!) {
  reserveStock(input: $input) {
    now
    results {
      id
      status
      held { productId sku name unitPrice }
      rejections { code productId requested available expected current }
    }
  }
}`;

export interface ReservationData {
  id: string;
  status: 'HELD' | 'CONFIRMED' | 'RELEASED' | 'REJECTED' | 'REFUSED';
  held: { productId: string; sku: string; name: string; unitPrice: string }[];
  rejections: {
    code: StockRejection['code'];
    productId: string;
    requested: number | null;
    available: number | null;
    expected: string | null;
    current: string | null;
  }[];
}

export interface ReserveStockData {
  reserveStock: { now: string; results: ReservationData[] };
}

export const CONFIRM_RESERVATIONS = `mutation Confirm($input: SettleReservationsInput!) {
  settled: confirmReservations(input: $input) { results { id acknowledged status } }
}`;

export const RELEASE_RESERVATIONS = `mutation Release($input: SettleReservationsInput!) {
  settled: releaseReservations(input: $input) { results { id acknowledged status } }
}`;

export interface SettlementData {
  settled: { results: { id: string; acknowledged: boolean; status: string | null }[] };
}
