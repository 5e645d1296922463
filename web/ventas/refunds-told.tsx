import { Link } from 'wouter';
import { Dialog } from '../parts/dialog.tsx';
import { Banner } from '../parts/states.tsx';
import { money, soles } from '../words/format.ts';
import { labelOf, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos, decimal } from '../words/money.ts';

interface ToldRefund {
  id: string;
  method: string;
  amount: string;
  status: string;
}

/** The answer to a return or a void. */
export interface ToldReturn {
  total: string;
  refunds: readonly ToldRefund[];
}

/** Says what is to be handed over now and what waits, after goods came back. */
export function RefundsTold({
  title,
  told: { total, refunds },
  isExchange = false,
  onClose,
}: {
  title: string;
  told: ToldReturn;
  /** The customer may take another product instead: the way to its sale is offered. */
  isExchange?: boolean;
  onClose: () => void;
}) {
  const cash = sumOf(
    refunds.filter(({ method, status }) => method === 'CASH' && status === 'DONE'),
  );
  const waiting = refunds.filter(({ status }) => status === 'PENDING');
  return (
    <Dialog
      title={title}
      subtitle={`Vale ${soles(total)}`}
      onClose={onClose}
      onSubmit={onClose}
      foot={
        <>
          {isExchange && (
            <Link className="btn btn--quiet" href="/caja">
              Es un cambio: ir a la Caja
            </Link>
          )}
          <button type="submit" className="btn btn--primary">
            Listo
          </button>
        </>
      }
    >
      <div className="stack">
        {cash > 0 && (
          <div className="visor visor--ok" role="status">
            <div className="visor__main">
              <span className="visor__name">Entregue en efectivo</span>
              <span className="visor__amount">
                <span className="cur">S/</span>
                {money(decimal(cash))}
              </span>
            </div>
          </div>
        )}
        {waiting.length > 0 && (
          <Banner tone="warn" icon="history" title="Por devolver y confirmar">
            {waiting
              .map(({ method, amount }) => `${labelOf(PAYMENT_METHODS, method)} ${soles(amount)}`)
              .join(' · ')}
            . Cuando lo pague, confírmelo en la venta.
          </Banner>
        )}
        {refunds.length === 0 && (
          <Banner title="No hay dinero que devolver">La venta no tiene pagos registrados.</Banner>
        )}
      </div>
    </Dialog>
  );
}

function sumOf(refunds: readonly ToldRefund[]): number {
  return refunds.reduce((sum, { amount }) => sum + centimos(amount), 0);
}
