import { RowLink } from '../parts/row-link.tsx';
import { moment, money } from '../words/format.ts';
import { labelOf, PAYMENT_MARKS, PAYMENT_METHODS } from '../words/labels.ts';
import type { ListedSale } from './sale.ts';
import { ANYONE, saleName, standingOf } from './sale-words.ts';
import { methodsOf } from './sales-table.ts';

/** The head of the columns of the sales. */
export function SalesHead() {
  return (
    <>
      <th scope="col">Comprobante</th>
      <th scope="col" className="wide">
        Hora
      </th>
      <th scope="col" className="wide">
        Cliente
      </th>
      <th scope="col" className="wider">
        Vendedor
      </th>
      <th scope="col" className="wide mid">
        Medio
      </th>
      <th scope="col" className="right">
        Total S/
      </th>
      <th scope="col" className="wide">
        Estado
      </th>
    </>
  );
}

/** A sale in the list; on a phone it has two lines. */
export function SaleRow({ sale, isChosen }: { sale: ListedSale; isChosen: boolean }) {
  const standing = standingOf(sale);
  const customer = sale.customerName ?? ANYONE;
  return (
    <tr
      data-link
      aria-selected={isChosen}
      {...(sale.status === 'CANCELLED' && { 'data-state': 'void' })}
    >
      <td className="fit">
        <RowLink to={{ venta: sale.id }}>{saleName(sale)}</RowLink>
        <span className="sub only-phone">
          {moment(sale.createdAt)} · {customer}
        </span>
      </td>
      <td className="wide nowrap">{moment(sale.createdAt)}</td>
      <td className="wide">
        <span className="clip sale-customer" title={customer}>
          {customer}
        </span>
      </td>
      <td className="wider">{sale.sellerName}</td>
      <td className="wide mid">
        <Means sale={sale} />
      </td>
      <td className="right strong">
        <span className="amount">{money(sale.total)}</span>
        <span className="sub only-phone">
          {standing.tone === null ? methodsOf(sale).join(' + ') : standing.text}
        </span>
      </td>
      <td className="wide">
        {standing.tone === null ? (
          <span className="soft">{standing.text}</span>
        ) : (
          <span className={`badge badge--${standing.tone}`}>{standing.text}</span>
        )}
      </td>
    </tr>
  );
}

function Means({ sale }: { sale: ListedSale }) {
  const methods = [...new Set(sale.payments.map(({ method }) => method))];
  if (methods.length === 0) return <span className="muted">Sin registrar</span>;
  return (
    <span className="sale-means">
      {methods.map((method) => (
        <span key={method} className="means" data-pay={labelOf(PAYMENT_MARKS, method)}>
          {labelOf(PAYMENT_METHODS, method)}
        </span>
      ))}
    </span>
  );
}
