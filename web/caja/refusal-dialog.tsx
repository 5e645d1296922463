import { Dialog } from '../parts/dialog.tsx';
import { amount, count } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { acceptPrice, type Cart, lineOf } from './cart.ts';
import { priceCart } from './price-cart.ts';
import type { SaleError } from './sale-attempt.ts';
import { ShortageDialog } from './shortage-dialog.tsx';
import { useTill, useTillState } from './use-till.ts';

interface RefusalDialogProps {
  errors: readonly SaleError[];
  /** Shown small, for who helps; null when there is none. */
  trace: string | null;
  /** Begins to charge what the cart has become. */
  onCharge: () => void;
  /** Asks an administrator for the discount. */
  onApproval: () => void;
  onClose: () => void;
}

/** Tells why a sale was not made, and offers the cure of each reason. */
export function RefusalDialog(props: RefusalDialogProps) {
  const { errors } = props;
  const short = errors.filter(({ code }) => code === 'INSUFFICIENT_STOCK');
  const gone = errors.filter(
    ({ code }) => code === 'PRODUCT_NOT_FOUND' || code === 'PRODUCT_DISCONTINUED',
  );
  const repriced = errors.filter(({ code }) => code === 'PRICE_CHANGED');
  if (short.length + gone.length > 0) {
    return <ShortageDialog {...props} errors={[...short, ...gone]} />;
  }
  if (repriced.length > 0) return <PriceDialog {...props} errors={repriced} />;
  return <OtherDialog {...props} />;
}

function PriceDialog({ errors, onCharge, onClose }: RefusalDialogProps) {
  const till = useTill();
  const { cart } = useTillState();
  const accept = (before: Cart) =>
    errors.reduce(
      (next, { productId, current }) =>
        current === null ? next : acceptPrice(next, productId ?? '', centimos(current)),
      before,
    );
  return (
    <Dialog
      title={errors.length === 1 ? 'Cambió un precio' : `Cambiaron ${count(errors.length)} precios`}
      subtitle="No se cobró ni se vendió nada. Pregunte al cliente antes de aceptar."
      className="dialog--caja"
      onClose={onClose}
      onSubmit={() => {
        till.change(accept);
        onCharge();
      }}
      foot={
        <>
          <button type="button" className="btn btn--quiet wide" onClick={onClose}>
            Volver <kbd className="kbd">Esc</kbd>
          </button>
          <span className="grow wide" />
          <button type="submit" className="btn btn--primary">
            Aceptar precios <kbd className="kbd">Enter</kbd>
          </button>
        </>
      }
    >
      <ul>
        {errors.map(({ productId, expected, current }) => (
          <li key={`${productId}-${expected}`} className="shortage">
            <span className="strong cell">{lineOf(cart, productId)?.name ?? 'Producto'}</span>
            <span className="bar num">
              <span className="muted struck">{expected && amount(centimos(expected))}</span>
              <span className="strong shortage__figure">
                {current && amount(centimos(current))}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className="bar num shortage__sum">
        <span className="soft">Nuevo total</span>
        <span className="push muted struck">S/ {amount(priceCart(cart).totalCentimos)}</span>
        <span className="strong shortage__figure">
          S/ {amount(priceCart(accept(cart)).totalCentimos)}
        </span>
      </div>
    </Dialog>
  );
}

/** Facts in the till's own words; the server's sentence follows. */
const TITLES: Readonly<Record<string, string>> = {
  CASH_SESSION_REQUIRED: 'La caja está cerrada',
  CASH_SESSION_CLOSED: 'La caja se cerró',
  DISCOUNT_NOT_AUTHORIZED: 'El descuento necesita autorización',
  CUSTOMER_REQUIRED: 'Falta el cliente',
  CUSTOMER_NOT_FOUND: 'El cliente ya no existe',
  DOCUMENT_NOT_ALLOWED: 'No se puede dar ese comprobante',
  INVALID_DOCUMENT: 'No se puede dar ese comprobante',
  SELLER_INACTIVE: 'Este vendedor ya no vende',
  TILL_NOT_FOUND: 'La caja ya no está activa',
  PAYMENT_MISMATCH: 'El pago no suma lo que se debe',
  FORBIDDEN: 'Su cuenta no puede hacer esta venta',
};

function OtherDialog({ errors, trace, onCharge, onApproval, onClose }: RefusalDialogProps) {
  const [first] = errors;
  const needsApproval = errors.some(({ code }) => code === 'DISCOUNT_NOT_AUTHORIZED');
  return (
    <Dialog
      title={TITLES[first?.code ?? ''] ?? 'La venta no se hizo'}
      subtitle="No se cobró ni se vendió nada."
      className="dialog--caja"
      onClose={onClose}
      onSubmit={needsApproval ? onApproval : onCharge}
      foot={
        <>
          <button type="button" className="btn btn--quiet" onClick={onClose}>
            Volver <kbd className="kbd">Esc</kbd>
          </button>
          <button type="submit" className="btn btn--primary">
            {needsApproval ? 'Pedir autorización…' : 'Cobrar otra vez'}{' '}
            <kbd className="kbd">Enter</kbd>
          </button>
        </>
      }
    >
      <div className="stack">
        {errors.map(({ code, message, path }) => (
          <p key={`${code}-${path.join('.')}`}>{message}</p>
        ))}
        {trace !== null && <p className="small muted code">{trace}</p>}
      </div>
    </Dialog>
  );
}
