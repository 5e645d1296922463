import { describeTables } from '../../common/subgraph/database/table.ts';
import type { Prisma } from './generated/prisma/client.ts';
import type { ReservationOutcome } from './reservations/reservation.ts';

/** The JSON columns; only this subgraph writes them. */
type Json = { Reservation: { outcome: ReservationOutcome | null } };

const table = describeTables<Prisma.TypeMap, Json>();

export const CATEGORY = table('Category');
export const CATALOG_VERSION = table('CatalogVersion');
export const PRODUCT = table('Product');
export const RESERVATION = table('Reservation');
export const RESERVATION_LINE = table('ReservationLine');
export const STOCK_MOVEMENT = table('StockMovement');
export const STOCK_ADJUSTMENT = table('StockAdjustment');
export const STOCK_RETURN = table('StockReturn');
export const AUDIT_OUTBOX = table('AuditOutbox');
