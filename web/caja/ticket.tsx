import { useEffect, useState } from 'react';
import type { CajaTicketData } from '../generated/operations.ts';
import { dayAndTime, money } from '../words/format.ts';
import { DOC_TYPES, labelOf, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos } from '../words/money.ts';
import type { ShopInfo } from './till-state.ts';

export type TicketData = NonNullable<CajaTicketData['venta']>;

const DOCUMENT_TITLES: Readonly<Record<string, string>> = {
  BOLETA: 'BOLETA DE VENTA',
  FACTURA: 'FACTURA',
};

interface TicketProps {
  sale: TicketData;
  shop: ShopInfo | null;
  isCopy: boolean;
}

/** The ticket of a sale, 80 mm wide: made from the sale as it was stored, never from the cart. */
export function Ticket({ sale, shop, isCopy }: TicketProps) {
  const { document } = sale;
  return (
    <article className="ticket" aria-label="Ticket">
      {shop && (
        <>
          <h2>{shop.tradeName ?? shop.legalName}</h2>
          <p className="c">
            {shop.tradeName !== null && (
              <>
                {shop.legalName}
                <br />
              </>
            )}
            RUC {shop.ruc}
            <br />
            {shop.address}
            {shop.phone !== null && (
              <>
                <br />
                Tel. {shop.phone}
              </>
            )}
          </p>
          <hr />
        </>
      )}
      <p className="c">
        <b>{document ? DOCUMENT_TITLES[document.type] : 'TICKET DE VENTA'}</b>
        <br />
        <b className="ticket__code">{document?.code ?? sale.number}</b>
        {isCopy && (
          <>
            <br />
            <b>COPIA</b>
          </>
        )}
        {sale.status === 'CANCELLED' && (
          <>
            <br />
            <b>ANULADA</b>
          </>
        )}
      </p>
      <hr />
      <Parties sale={sale} />
      <hr />
      <Items sale={sale} />
      <hr />
      <Amounts sale={sale} />
      <hr />
      {document && <p className="c ticket__small">{document.amountInWords}</p>}
      {document && <QrCode text={document.qrPayload} />}
      <p className="c ticket__small">
        {document ? 'Representación interna, sin valor tributario' : 'No es un comprobante de pago'}
      </p>
      {shop?.ticketNote && <p className="c ticket__small">{shop.ticketNote}</p>}
    </article>
  );
}

function Parties({ sale }: { sale: TicketData }) {
  const { document, till } = sale;
  const name = document?.customerName ?? sale.customerName;
  return (
    <dl>
      <dt>Fecha</dt>
      <dd>{dayAndTime(document?.issuedAt ?? sale.createdAt)}</dd>
      <dt>{till ? 'Caja · Vendedor' : 'Vendedor'}</dt>
      <dd>{[till?.code, sale.sellerName].filter(Boolean).join(' · ')}</dd>
      {document && (
        <>
          <dt>Venta</dt>
          <dd>{sale.number}</dd>
        </>
      )}
      {name !== null && (
        <>
          <dt>Cliente</dt>
          <dd>{name}</dd>
        </>
      )}
      {sale.customerDocNumber !== null && sale.customerDocType !== null && (
        <>
          <dt>{labelOf(DOC_TYPES, sale.customerDocType)}</dt>
          <dd>{sale.customerDocNumber}</dd>
        </>
      )}
    </dl>
  );
}

function Items({ sale }: { sale: TicketData }) {
  return sale.items.map((item) => (
    <div key={item.lineNumber}>
      <p>{item.productName}</p>
      <dl>
        <dt>
          {item.quantity} × {money(item.unitPrice)}
          {centimos(item.discount) > 0 && ` − ${money(item.discount)}`}
        </dt>
        <dd>{money(item.total)}</dd>
      </dl>
    </div>
  ));
}

function Amounts({ sale }: { sale: TicketData }) {
  const rate = Number(sale.items[0]?.taxRate ?? 0) * 100;
  const pairs: [words: string, soles: string][] = [
    ['Op. gravada', sale.subtotal],
    [`IGV ${Math.round(rate * 100) / 100} %`, sale.tax],
  ];
  const paid: [words: string, soles: string][] = [
    ...(centimos(sale.cashRounding) === 0
      ? []
      : [['Redondeo', sale.cashRounding] satisfies [string, string]]),
    ...sale.payments.map(({ method, amount, tendered, reference }): [string, string] => [
      [labelOf(PAYMENT_METHODS, method), reference].filter(Boolean).join(' '),
      tendered ?? amount,
    ]),
    ...(centimos(sale.change) === 0 ? [] : [['Vuelto', sale.change] satisfies [string, string]]),
  ];
  return (
    <>
      {centimos(sale.discount) > 0 && <Pairs pairs={[['Descuentos', `-${sale.discount}`]]} />}
      <Pairs pairs={pairs} />
      <dl className="big">
        <dt>TOTAL</dt>
        <dd>S/ {money(sale.total)}</dd>
      </dl>
      <Pairs pairs={paid} />
      {sale.payments.length === 0 && <p className="c">PAGO NO REGISTRADO</p>}
    </>
  );
}

function Pairs({ pairs }: { pairs: readonly (readonly [words: string, soles: string])[] }) {
  return (
    <dl>
      {pairs.map(([words, soles]) => (
        <Pair key={words} words={words} soles={soles} />
      ))}
    </dl>
  );
}

function Pair({ words, soles }: { words: string; soles: string }) {
  return (
    <>
      <dt>{words}</dt>
      <dd>{money(soles)}</dd>
    </>
  );
}

/** A square of modules as one path. */
interface Drawing {
  size: number;
  path: string;
}

/** The QR code of a document; its encoder is loaded when the first one is shown. */
function QrCode({ text }: { text: string }) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let isShown = true;
    void drawQr(text).then((next) => isShown && setDrawing(next));
    return () => {
      isShown = false;
    };
  }, [text]);
  if (drawing === null) return <div className="ticket__qr" />;
  return (
    <svg
      className="ticket__qr"
      viewBox={`-4 -4 ${drawing.size + 8} ${drawing.size + 8}`}
      role="img"
      aria-label="Código QR del comprobante"
    >
      <path d={drawing.path} fill="currentColor" />
    </svg>
  );
}

async function drawQr(text: string): Promise<Drawing> {
  const { create } = await import('qrcode');
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const squares = [...data].flatMap((isDark, at) =>
    isDark ? [`M${at % size} ${Math.floor(at / size)}h1v1h-1z`] : [],
  );
  return { size, path: squares.join('') };
}
