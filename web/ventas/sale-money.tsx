import { amount, money, soles } from '../words/format.ts';
import { labelOf, PAYMENT_MARKS, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos } from '../words/money.ts';
import type { Refund, Sale } from './sale.ts';
import type { SaleDialog } from './sale-dialogs.tsx';

interface MoneyProps {
  sale: Sale;
  onDialog: (dialog: SaleDialog) => void;
}

/** "IGV 18 %"; without a rate where the lines have several. */
function taxName({ items }: Sale): string {
  const rates = new Set(items.map(({ taxRate }) => taxRate));
  const [rate] = rates;
  return rates.size === 1 && rate !== undefined ? `IGV ${Number(rate) * 100} %` : 'IGV';
}

/** The money of a sale: its totals, its payments, its refunds. */
export function SaleMoney({ sale, onDialog }: MoneyProps) {
  const rounding = centimos(sale.cashRounding);
  const refunds = sale.returns.flatMap((one) => one.refunds);
  return (
    <dl className="pairs">
      <dt>Op. gravada</dt>
      <dd>{money(sale.subtotal)}</dd>
      <dt>{taxName(sale)}</dt>
      <dd>{money(sale.tax)}</dd>
      {centimos(sale.discount) > 0 && (
        <>
          <dt>Descuentos, ya restados</dt>
          <dd>−{money(sale.discount)}</dd>
        </>
      )}
      {rounding !== 0 && (
        <>
          <dt>Redondeo</dt>
          <dd>{amount(rounding)}</dd>
        </>
      )}
      <dt className="sum">Total</dt>
      <dd className="sum">{soles(sale.amountDue)}</dd>
      {sale.payments.map((payment) => (
        <Payment key={payment.id} payment={payment} />
      ))}
      {centimos(sale.change) > 0 && (
        <>
          <dt>Vuelto</dt>
          <dd>{money(sale.change)}</dd>
        </>
      )}
      {refunds.map((refund) => (
        <RefundPair key={refund.id} refund={refund} sale={sale} onDialog={onDialog} />
      ))}
    </dl>
  );
}

function Payment({ payment }: { payment: Sale['payments'][number] }) {
  return (
    <>
      <dt>
        <span className="means" data-pay={labelOf(PAYMENT_MARKS, payment.method)}>
          {labelOf(PAYMENT_METHODS, payment.method)}
        </span>
        {payment.reference !== null && <span className="sub code">{payment.reference}</span>}
      </dt>
      <dd>{money(payment.amount)}</dd>
    </>
  );
}

const REFUND_STATES: Readonly<Record<string, string>> = {
  PENDING: 'Por confirmar',
  DONE: 'Pagado',
  FAILED: 'No se pudo pagar',
};

function RefundPair({ refund, sale, onDialog }: MoneyProps & { refund: Refund }) {
  const isPending = refund.status === 'PENDING';
  return (
    <>
      <dt>
        Reembolso · {labelOf(PAYMENT_METHODS, refund.method)}
        {refund.reference !== null && <span className="sub code">{refund.reference}</span>}
        {refund.status !== 'DONE' && (
          <span className="sub">
            <span className={`badge badge--${isPending ? 'warn' : 'danger'}`}>
              {labelOf(REFUND_STATES, refund.status)}
            </span>
          </span>
        )}
      </dt>
      <dd>
        <span className="refund-amount">−{money(refund.amount)}</span>
        {isPending && (
          <button
            type="button"
            className="btn btn--small"
            onClick={() => onDialog({ kind: 'REFUND', refund, sale })}
          >
            Confirmar…
          </button>
        )}
      </dd>
    </>
  );
}
