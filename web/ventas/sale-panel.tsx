import { useEffect, useRef } from 'react';
import { useReading } from '../gateway/queries.ts';
import { VENTA_DETALLE } from '../generated/operations.ts';
import { Icon } from '../parts/icon.tsx';
import { RecordPanel } from '../parts/record-panel.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { useUser } from '../session/session.ts';
import { dayAndTime, today } from '../words/format.ts';
import type { Sale } from './sale.ts';
import { SaleDetail } from './sale-detail.tsx';
import type { SaleDialog } from './sale-dialogs.tsx';
import { rightsOf, type SaleRights } from './sale-rights.ts';
import { saleName } from './sale-words.ts';

/** Documents are issued, and refunds are paid out, while a sale is on the screen. */
const RENEW_MS = 5_000;

/** A sale beside the list: what became of it, and what may be done with it. */
export function SalePanel({
  id,
  onDialog,
  onChange,
  onClose,
}: {
  id: string;
  onDialog: (dialog: SaleDialog) => void;
  /** The list shows something else of the sale now. */
  onChange: () => void;
  onClose: () => void;
}) {
  const reading = useReading(VENTA_DETALLE, { id }, { everyMs: RENEW_MS });
  return (
    <RecordPanel
      reading={reading}
      pick={({ venta }) => venta}
      nouns={{ missing: 'Esta venta no existe', failed: 'No se pudo leer la venta' }}
      onClose={onClose}
    >
      {(sale) => <ReadSale {...{ sale, onDialog, onChange, onClose }} />}
    </RecordPanel>
  );
}

function ReadSale({
  sale,
  onDialog,
  onChange,
  onClose,
}: {
  sale: Sale;
  onDialog: (dialog: SaleDialog) => void;
  onChange: () => void;
  onClose: () => void;
}) {
  const rights = rightsOf(sale, useUser(), today());
  useChanges(`${sale.document?.code} ${sale.returnedTotal} ${sale.status}`, onChange);
  const { mayIssue, mayReturn, mayVoid } = rights;
  const hasActions = sale.document !== null || mayIssue || mayReturn || mayVoid;
  const till = sale.till === null ? [] : [sale.till.name];
  return (
    <SidePanel
      title={saleName(sale)}
      subtitle={[dayAndTime(sale.createdAt), ...till].join(' · ')}
      onClose={onClose}
      {...(hasActions && { foot: <SaleActions {...{ sale, rights, onDialog }} /> })}
    >
      <SaleDetail sale={sale} onDialog={onDialog} />
    </SidePanel>
  );
}

/** Tells of each change of a text, but not of the first one. */
function useChanges(text: string, onChange: () => void): void {
  const told = useRef(text);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (told.current !== text) latest.current();
    told.current = text;
  }, [text]);
}

function SaleActions({
  sale,
  rights,
  onDialog,
}: {
  sale: Sale;
  rights: SaleRights;
  onDialog: (dialog: SaleDialog) => void;
}) {
  const { document } = sale;
  return (
    <>
      {document !== null && (
        <button
          type="button"
          className="btn"
          onClick={() => onDialog({ kind: 'DOCUMENT', ...document })}
        >
          <Icon name="print" />
          Copia
        </button>
      )}
      {rights.mayIssue && (
        <button type="button" className="btn" onClick={() => onDialog({ kind: 'ISSUE', sale })}>
          <Icon name="file" />
          Emitir…
        </button>
      )}
      {rights.mayReturn && (
        <button type="button" className="btn" onClick={() => onDialog({ kind: 'RETURN', sale })}>
          <Icon name="return" />
          Devolver…
        </button>
      )}
      {rights.mayVoid && (
        <button
          type="button"
          className="btn btn--danger"
          onClick={() => onDialog({ kind: 'VOID', sale })}
        >
          Anular…
        </button>
      )}
    </>
  );
}
