import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../gateway/call.ts';
import { CAJA_PDF, CAJA_TICKET } from '../generated/operations.ts';
import { Icon } from '../parts/icon.tsx';
import { Banner, ErrorState, Skeleton } from '../parts/states.tsx';
import { useShortcuts } from '../shell/shortcuts.ts';
import { amount, time } from '../words/format.ts';
import { DOCUMENT_TYPES, labelOf } from '../words/labels.ts';
import { centimos } from '../words/money.ts';
import { printTicket } from './print-ticket.ts';
import type { SaleOrder, TicketSale, TillAttempt } from './sale-request.ts';
import { Ticket, type TicketData } from './ticket.tsx';
import { useTill, useTillState } from './use-till.ts';

const DOCUMENT_EVERY_MS = 400;
/** A document that is not there after so long comes later: the ticket is shown without it. */
const DOCUMENT_WAIT_MS = 15_000;

type Reading =
  | { kind: 'LOADING' }
  | { kind: 'READ'; sale: TicketData; isDocumentLate: boolean }
  | { kind: 'FAILED'; failure: Failure };

/** Reads the sale as it was stored, and again until its document is there. */
function useTicket(id: string, wantsDocument: boolean): [Reading, retry: () => void] {
  const till = useTill();
  const [reading, setReading] = useState<Reading>({ kind: 'LOADING' });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try reads again.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isShown = true;
    const startedAt = Date.now();
    const read = async () => {
      const result = await till.gateway.ask(CAJA_TICKET, { id });
      if (!isShown) return;
      if (result.kind !== 'ANSWERED') return setReading({ kind: 'FAILED', failure: result });
      const sale = result.data.venta;
      if (!sale) return setReading({ kind: 'FAILED', failure: { kind: 'NO_ANSWER' } });
      const isWaiting = wantsDocument && sale.document === null;
      const isDocumentLate = isWaiting && Date.now() - startedAt > DOCUMENT_WAIT_MS;
      setReading({ kind: 'READ', sale, isDocumentLate });
      if (isWaiting && !isDocumentLate) timer = setTimeout(() => void read(), DOCUMENT_EVERY_MS);
    };
    void read();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [till, id, wantsDocument, tries]);
  return [reading, () => setTries(tries + 1)];
}

interface SoldViewProps {
  attempt: TillAttempt;
  sale: TicketSale;
  isCopy: boolean;
  onNext: () => void;
}

/** The sale is made: how much goes back, the ticket, and on to the next one. */
export default function SoldView({ attempt, sale, isCopy, onNext }: SoldViewProps) {
  const { shop } = useTillState();
  const { request, answer } = attempt;
  const wanted = request.input.documentType;
  const [reading, retry] = useTicket(sale.id, wanted !== null);
  const ticket = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const [isPrinted, setPrinted] = useState(isCopy);
  useEffect(() => next.current?.focus(), []);
  const code = reading.kind === 'READ' ? reading.sale.document?.code : sale.documentCode;
  const isReady =
    reading.kind === 'READ' && (code !== undefined || reading.isDocumentLate || wanted === null);
  const print = () => {
    const element = ticket.current?.querySelector<HTMLElement>('.ticket');
    if (!isReady || !element) return;
    printTicket(element);
    // The next one is a copy, and says so.
    setPrinted(true);
  };
  useShortcuts([
    ['F10', print],
    ['Escape', onNext],
    ['F2', onNext],
  ]);
  const isReplayed = answer?.kind === 'SOLD' && answer.isReplayed && attempt.sends > 1;
  return (
    <main className="sold">
      <div className="sold__main">
        <div className="bar" role="status">
          <span className="badge badge--ok sold__badge">
            <Icon name="check" size={16} />
            Vendido
          </span>
          <span className="soft num">
            {[documentWords(wanted, code, sale), time(sale.createdAt)].join(' · ')}
          </span>
        </div>
        {isReplayed && (
          <Banner tone="ok" icon="check" title="Ya estaba registrada">
            No se vendió dos veces.
          </Banner>
        )}
        <Visor request={request} sale={sale} />
        <button
          type="button"
          className="btn btn--primary btn--big btn--block btn--apart"
          ref={next}
          onClick={onNext}
        >
          Siguiente venta
          <kbd className="kbd">Enter</kbd>
        </button>
        <div className="sold__actions">
          <button type="button" className="btn" disabled={!isReady} onClick={print}>
            <Icon name="print" />
            {isPrinted ? 'Imprimir copia' : 'Imprimir'}
            <kbd className="kbd wide">F10</kbd>
          </button>
          {wanted !== null && <PdfButton id={sale.id} isReady={typeof code === 'string'} />}
        </div>
        {reading.kind === 'READ' && reading.isDocumentLate && (
          <Banner tone="warn" title="El comprobante se demora">
            La venta está hecha. Búsquelo más tarde en Ventas.
          </Banner>
        )}
        <p className="small muted wide">
          También puede leer el próximo código: la venta nueva empieza sola.
        </p>
      </div>
      <section
        className="sold__ticket"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys.
        tabIndex={0}
        aria-label="Vista previa del ticket"
        ref={ticket}
      >
        {reading.kind === 'READ' && <Ticket sale={reading.sale} shop={shop} isCopy={isPrinted} />}
        {reading.kind === 'LOADING' && (
          <div className="ticket">
            <Skeleton lines={12} />
          </div>
        )}
        {reading.kind === 'FAILED' && (
          <ErrorState title="No se pudo leer el ticket" failure={reading.failure} onRetry={retry} />
        )}
      </section>
    </main>
  );
}

function documentWords(
  wanted: SaleOrder['input']['documentType'],
  code: string | null | undefined,
  { number }: TicketSale,
): string {
  if (wanted === null) return `Venta ${number}`;
  const words = labelOf(DOCUMENT_TYPES, wanted);
  return code ? `${words} ${code}` : `${words} en camino…`;
}

function Visor({ request, sale }: { request: SaleOrder; sale: TicketSale }) {
  const changeCentimos = centimos(sale.change);
  const received = request.tenders.reduce(
    (sum, { tenderedCentimos, amountCentimos }) => sum + (tenderedCentimos ?? amountCentimos),
    0,
  );
  const hasChange = changeCentimos > 0;
  return (
    <div className="visor visor--ok">
      <span className="visor__name sold__name">{hasChange ? 'Entregue de vuelto' : 'Total'}</span>
      <span className="visor__amount">
        <span className="cur">S/</span>
        {amount(hasChange ? changeCentimos : centimos(sale.amountDue))}
      </span>
      <div className="visor__row sold__row">
        <span>A cobrar {amount(centimos(sale.amountDue))}</span>
        <span>Recibido {amount(received)}</span>
      </div>
    </div>
  );
}

function PdfButton({ id, isReady }: { id: string; isReady: boolean }) {
  const till = useTill();
  const [state, setState] = useState<'IDLE' | 'BUSY' | 'FAILED'>('IDLE');
  const download = async () => {
    setState('BUSY');
    const result = await till.gateway.ask(CAJA_PDF, { id });
    const document = result.kind === 'ANSWERED' ? result.data.venta?.document : null;
    if (!document) return setState('FAILED');
    save(document.pdf, `${document.code}.pdf`);
    setState('IDLE');
  };
  return (
    <button
      type="button"
      className="btn"
      disabled={!isReady}
      aria-busy={state === 'BUSY'}
      onClick={() => void download()}
    >
      <Icon name="file" />
      {state === 'FAILED' ? 'PDF: reintentar' : 'PDF'}
    </button>
  );
}

/** Saves a file that came in base64. */
function save(base64: string, name: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
