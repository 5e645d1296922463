import { Link } from 'wouter';
import { useList, useReading } from '../gateway/queries.ts';
import {
  CLIENTE_DETALLE,
  type ClienteDetalleData,
  COMPRAS_CLIENTES,
} from '../generated/operations.ts';
import { RecordPanel } from '../parts/record-panel.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { ErrorState, Skeleton } from '../parts/states.tsx';
import { count, day, dayAndTime, money, soles } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { type Customer, documentText } from './customer.ts';

type Summary = NonNullable<ClienteDetalleData['resumenCliente']>;

/** Sales that the panel shows at first, and each time that more are asked for. */
const PAGE_SALES = 10;

/** A customer beside the list, with what they have bought so far. */
export function CustomerPanel({
  id,
  onEdit,
  onClose,
}: {
  id: string;
  onEdit: (customer: Customer) => void;
  onClose: () => void;
}) {
  const reading = useReading(CLIENTE_DETALLE, { customerId: id });
  return (
    <RecordPanel
      reading={reading}
      pick={({ resumenCliente }) => resumenCliente}
      nouns={{ missing: 'Este cliente no existe', failed: 'No se pudo leer el cliente' }}
      onClose={onClose}
    >
      {(summary) => (
        <SidePanel
          title={summary.customer.name}
          subtitle={documentText(summary.customer)}
          onClose={onClose}
          foot={
            <button type="button" className="btn" onClick={() => onEdit(summary.customer)}>
              Editar
            </button>
          }
        >
          <Contact customer={summary.customer} />
          <Figures summary={summary} />
          <TopProducts summary={summary} />
          <Purchases customerId={id} />
        </SidePanel>
      )}
    </RecordPanel>
  );
}

function Contact({ customer: { phone, email } }: { customer: Customer }) {
  if (phone === null && email === null) {
    return <p className="small muted">Sin teléfono ni correo.</p>;
  }
  return (
    <dl className="pairs">
      {phone !== null && (
        <>
          <dt>Teléfono</dt>
          <dd>
            <a href={`tel:${phone}`}>{phone}</a>
          </dd>
        </>
      )}
      {email !== null && (
        <>
          <dt>Correo</dt>
          <dd className="breakable">
            <a href={`mailto:${email}`}>{email}</a>
          </dd>
        </>
      )}
    </dl>
  );
}

function Figures({ summary }: { summary: Summary }) {
  const { salesCount, totalSpent, averageTicket, lastPurchaseAt, returnsTotal } = summary;
  return (
    <dl className="figures">
      <div>
        <dt>Compras</dt>
        <dd>{count(salesCount)}</dd>
      </div>
      <div>
        <dt>Gastado</dt>
        <dd>{soles(totalSpent)}</dd>
      </div>
      <div>
        <dt>Ticket promedio</dt>
        <dd>{soles(averageTicket)}</dd>
      </div>
      <div>
        <dt>Última compra</dt>
        <dd>{lastPurchaseAt === null ? '—' : day(lastPurchaseAt)}</dd>
      </div>
      {centimos(returnsTotal) > 0 && (
        <div>
          <dt>Devuelto</dt>
          <dd>{soles(returnsTotal)}</dd>
        </div>
      )}
    </dl>
  );
}

function TopProducts({ summary: { topProducts } }: { summary: Summary }) {
  if (topProducts.length === 0) return null;
  return (
    <section className="stack stack--tight">
      <h3>Lo que más compra</h3>
      <ul className="sold-lines">
        {topProducts.map(({ productId, product, quantity, amount }) => (
          <li key={productId}>
            <span className="soft">{count(quantity)} ×</span>
            <span>{product?.name ?? 'Producto no disponible ahora'}</span>
            <span className="strong">{money(amount)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Purchases({ customerId }: { customerId: string }) {
  const list = useList(COMPRAS_CLIENTES, { customerId, first: PAGE_SALES }, ({ ventas }) => ventas);
  return (
    <section className="stack stack--tight">
      <h3>Compras</h3>
      {list.failure !== null && list.nodes.length === 0 && (
        <ErrorState
          title="No se pudieron leer las compras"
          failure={list.failure}
          onRetry={list.reload}
        />
      )}
      {list.isLoading && <Skeleton lines={4} />}
      {!list.isLoading && list.failure === null && list.nodes.length === 0 && (
        <p className="small muted">Todavía no compró nada.</p>
      )}
      <ul className="sold-lines purchases">
        {list.nodes.map((sale) => (
          <li key={sale.id}>
            <Link href={`/ventas?periodo=todo&venta=${sale.id}`}>
              {sale.document?.code ?? sale.number}
            </Link>
            <span className="soft">
              {dayAndTime(sale.createdAt)}
              {sale.status === 'CANCELLED' && (
                <>
                  {' '}
                  <span className="badge badge--danger">Anulada</span>
                </>
              )}
            </span>
            <span className="strong">{money(sale.total)}</span>
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <button
          type="button"
          className="btn btn--small"
          aria-busy={list.isLoadingMore}
          onClick={list.loadMore}
        >
          Ver más compras
        </button>
      )}
    </section>
  );
}
