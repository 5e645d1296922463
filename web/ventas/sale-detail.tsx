import { Link } from 'wouter';
import { useUser } from '../session/session.ts';
import { dayAndTime, isoDay, money, time, today } from '../words/format.ts';
import { DOC_TYPES, DOCUMENT_TYPES, labelOf } from '../words/labels.ts';
import { centimos } from '../words/money.ts';
import type { Sale } from './sale.ts';
import type { SaleDialog } from './sale-dialogs.tsx';
import { SaleMoney } from './sale-money.tsx';
import { rightsOf } from './sale-rights.ts';
import { ANYONE, eventWords, standingOf } from './sale-words.ts';

interface DetailProps {
  sale: Sale;
  onDialog: (dialog: SaleDialog) => void;
}

/** Everything about a sale: its lines, its money, its buyer, its documents, its history. */
export function SaleDetail({ sale, onDialog }: DetailProps) {
  const standing = standingOf(sale);
  const isUnpaid = sale.paymentStatus === 'UNPAID' || sale.paymentStatus === 'PARTIAL';
  return (
    <>
      <div className="bar">
        <span className={`badge ${standing.tone === null ? '' : `badge--${standing.tone}`}`}>
          {standing.text}
        </span>
        {sale.document !== null && (
          <span className="badge">{labelOf(DOCUMENT_TYPES, sale.document.type)}</span>
        )}
        {isUnpaid && <span className="badge badge--warn">Pago sin registrar</span>}
      </div>
      <Lines sale={sale} />
      <SaleMoney sale={sale} onDialog={onDialog} />
      <People sale={sale} />
      <Documents sale={sale} onDialog={onDialog} />
      <History sale={sale} />
    </>
  );
}

function Lines({ sale }: { sale: Sale }) {
  return (
    <ul className="sold-lines">
      {sale.items.map((item) => (
        <li key={item.id}>
          <span className="soft">{item.quantity} ×</span>
          <span>
            {item.productName}
            <span className="sub code">{item.sku}</span>
            {centimos(item.discount) > 0 && (
              <span className="sub">Descuento −{money(item.discount)}</span>
            )}
            {item.returnedQuantity > 0 && (
              <span className="sub">
                <span className="badge badge--info">Devuelto {item.returnedQuantity}</span>
              </span>
            )}
          </span>
          <span className="strong">{money(item.total)}</span>
        </li>
      ))}
    </ul>
  );
}

function People({ sale }: { sale: Sale }) {
  const { customer, customerName, customerDocType, customerDocNumber } = sale;
  const hasDocument = customerDocType !== null && customerDocNumber !== null;
  return (
    <dl className="pairs">
      <dt>Cliente</dt>
      <dd>
        {customer === null ? (
          (customerName ?? ANYONE)
        ) : (
          <Link href={`/clientes?cliente=${customer.id}`}>{customerName}</Link>
        )}
        {hasDocument && (
          <span className="sub">
            {labelOf(DOC_TYPES, customerDocType)} {customerDocNumber}
          </span>
        )}
      </dd>
      <dt>Vendedor</dt>
      <dd>{sale.sellerName}</dd>
      <dt>Número de venta</dt>
      <dd className="code">{sale.number}</dd>
    </dl>
  );
}

function Documents({ sale, onDialog }: DetailProps) {
  const { document } = sale;
  const { mayCorrect } = rightsOf(sale, useUser(), today());
  const notes = sale.returns.flatMap(({ creditNote }) => creditNote ?? []);
  if (document === null) {
    return <p className="small muted">Sin comprobante. El que se acaba de pedir tarda segundos.</p>;
  }
  return (
    <section className="stack stack--tight">
      <h3>Comprobantes</h3>
      {[document, ...notes].map((one) => (
        <div key={one.code} className="bar">
          <span className="code">{one.code}</span>
          <button
            type="button"
            className="btn btn--small push"
            aria-label={`Ver ${one.code}`}
            onClick={() => onDialog({ kind: 'DOCUMENT', ...one })}
          >
            Ver
          </button>
        </div>
      ))}
      {document.customerName !== null && (
        <p className="small muted">
          A nombre de {document.customerName}
          {document.customerDoc !== null && ` · ${document.customerDoc}`}
        </p>
      )}
      {mayCorrect && (
        <button
          type="button"
          className="btn btn--small"
          onClick={() => onDialog({ kind: 'CORRECT', sale })}
        >
          Corregir comprobante…
        </button>
      )}
    </section>
  );
}

function History({ sale }: { sale: Sale }) {
  const soldOn = isoDay(sale.createdAt);
  const at = (instant: string) =>
    isoDay(instant) === soldOn ? time(instant) : dayAndTime(instant);
  return (
    <section>
      <h3 className="panel__title">Historia</h3>
      <ol className="timeline">
        {sale.timeline.toReversed().map((event) => {
          const { title, note } = eventWords(event);
          return (
            <li key={`${event.kind} ${event.at} ${event.detail}`}>
              <span className="num">{at(event.at)}</span> · {title}
              {note !== null && <p>{note}</p>}
            </li>
          );
        })}
        <li>
          <span className="num">{time(sale.createdAt)}</span> · Venta registrada
          <p>{sale.sellerName}</p>
        </li>
      </ol>
    </section>
  );
}
