import { v7 as uuidv7 } from 'uuid';
import { type UserError, userError } from '../../../common/process/errors/error-codes.ts';
import { textErrors } from '../../../common/process/errors/text-errors.ts';
import { keyScopeOf } from '../../../common/process/identity/key-scope.ts';
import { hasRole } from '../../../common/process/identity/roles.ts';
import type { Actor } from '../../../common/process/identity/service-token.ts';
import { CLOCK, clockOf } from '../../../common/subgraph/database/clock.ts';
import type { Sql, TransactionSql } from '../../../common/subgraph/database/sql.ts';
import type { LockingEditDeps } from '../../../common/subgraph/edit/edit.ts';
import { parseUuid } from '../../../common/values/ids.ts';
import { limaDayOf } from '../../../common/values/lima-day.ts';
import { readText } from '../../../common/values/text.ts';
import { findDoneKey, hashRequest, insertDoneKey, keyReused } from '../done-keys/done-key-store.ts';
import { lockingEditAt } from '../edit.ts';
import type { CorregirComprobanteInput } from '../generated/schema-types.ts';
import { lockSales } from '../returns/refund-store.ts';
import { readKey } from '../sales/order.ts';
import { findItems, type SaleRow } from '../sales/sale-store.ts';
import { contentOfRest } from './document-content.ts';
import { type RequestedType, seriesOf } from './document-rules.ts';
import {
  deleteQueued,
  deleteQueuedNotes,
  findTillOfSeries,
  insertQueue,
  type QueueRow,
} from './document-store.ts';
import { documentSourceOf, noteSeriesOf, setDocument } from './note-store.ts';
import {
  type Buyer,
  buyerOf,
  type DocumentRequest,
  fitRejection,
  notAllowed,
  refused,
} from './request-document.ts';

const documentEdit = lockingEditAt('document');

const REASON = { maxCharacters: 200 };

/**
 * Takes the document of a sale back by a note for all that is left, and asks for another one. A
 * document that still waits is replaced without a note: nobody has seen it.
 */
export async function correctDocument(
  deps: LockingEditDeps & { actor: Actor },
  input: CorregirComprobanteInput,
): Promise<DocumentRequest> {
  const idempotencyKey = readKey(input);
  const { type, customerId } = input;
  if (type === 'NOTA_CREDITO') return refused(null, notAllowed('Las notas salen solas.', ['type']));
  const reason = readText(input.reason, REASON);
  const [unreadable] = textErrors(reason, ['reason']);
  if (unreadable) return refused(null, unreadable);
  const id = parseUuid(input.saleId);
  const requestHash = hashRequest([id, type, customerId, reason.text]);
  const scope = keyScopeOf(deps.actor);
  const keyed = { scope, idempotencyKey, operation: 'corregirComprobante', requestHash };
  return documentEdit(deps, async (sql, audit): Promise<DocumentRequest> => {
    const [sale] = id === null ? [] : await lockSales(sql, [id]);
    if (!sale) return refused(null, userError('SALE_NOT_FOUND', ['saleId']));
    const verdict = await findDoneKey(sql, keyed);
    if (verdict.kind === 'Reused') return refused(sale.id, keyReused());
    if (verdict.kind === 'Done') return { saleId: sale.id, replayed: true, userErrors: [] };
    const buyer = await buyerOf(sql, sale, customerId);
    if ('code' in buyer) return refused(sale.id, buyer);
    const rejection = await correctionRejection(sql, sale, deps.actor);
    if (rejection) return refused(sale.id, rejection);
    const written = await writeCorrection(sql, sale, { type, buyer, reason: reason.text });
    if ('code' in written) return refused(sale.id, written);
    await sql.script([insertDoneKey(keyed, written.sourceId)]);
    const detail = `${sale.documentSeries} → ${written.series}: ${reason.text}`;
    audit({ kind: 'DOCUMENT_CORRECTED', subject: `Sale ${sale.id}`, detail });
    return { saleId: sale.id, replayed: false, userErrors: [] };
  });
}

async function correctionRejection(
  sql: Sql,
  sale: SaleRow,
  actor: Actor,
): Promise<UserError | null> {
  if (sale.documentSeries === null) return notAllowed('La venta no tiene comprobante.');
  if (sale.status === 'CANCELLED') return notAllowed('La venta está anulada.');
  if (sale.returnedCentimos === sale.totalCentimos) return notAllowed('Ya se devolvió todo.');
  if (hasRole(actor, 'ADMIN')) return null;
  const [clock] = await sql.script([CLOCK]);
  const isOwn = actor.sellerId === String(sale.sellerId);
  const isToday = limaDayOf(sale.createdAt) === limaDayOf(clockOf(clock));
  return isOwn && isToday ? null : notAllowed('Solo el vendedor, el mismo día.');
}

interface Correction {
  type: RequestedType;
  buyer: Buyer;
  reason: string;
}

async function writeCorrection(
  sql: TransactionSql,
  sale: SaleRow,
  { type, buyer, reason }: Correction,
): Promise<Pick<QueueRow, 'series' | 'sourceId'> | UserError> {
  const content = contentOfRest(await findItems(sql, [sale.id]));
  const rejection = fitRejection(type, buyer, content.totalCentimos);
  if (rejection) return rejection;
  const oldSeries = sale.documentSeries ?? '';
  const series = seriesOf(await findTillOfSeries(sql, oldSeries), type);
  const noteSeries = await noteSeriesOf(sql, oldSeries);
  const affectsId = documentSourceOf(sale);
  const wasWaiting = await deleteQueued(sql, { series: oldSeries, sourceId: affectsId });
  if (wasWaiting) await deleteQueuedNotes(sql, { series: noteSeries, affectsId });
  const sourceId = uuidv7();
  const common = { saleId: sale.id, content };
  const note: Parameters<typeof insertQueue>[0] = wasWaiting
    ? []
    : [
        {
          ...common,
          series: noteSeries,
          sourceId: uuidv7(),
          type: 'NOTA_CREDITO',
          affectsId,
          reason,
        },
      ];
  await sql.script([
    setDocument(sale.id, { documentSeries: series, documentId: sourceId }),
    ...insertQueue([...note, { ...common, series, sourceId, type, ...buyer }]),
  ]);
  return { series, sourceId };
}
