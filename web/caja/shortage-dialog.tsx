import { Dialog } from '../parts/dialog.tsx';
import { amount, count, counted } from '../words/format.ts';
import { adjustToStock, type Cart, lineOf, quantityOf, removeProduct } from './cart.ts';
import { priceCart } from './price-cart.ts';
import type { SaleError } from './sale-attempt.ts';
import { useTill, useTillState } from './use-till.ts';

interface ShortageDialogProps {
  errors: readonly SaleError[];
  onCharge: () => void;
  onClose: () => void;
}

/** The units that there are of a product that a sale was refused for. */
function availableOf({ available }: SaleError): number {
  return available ?? 0;
}

/** Every line that is too long for the stock, with its cures; Enter takes them all. */
export function ShortageDialog({ errors, onCharge, onClose }: ShortageDialogProps) {
  const till = useTill();
  const { cart } = useTillState();
  const adjust = (before: Cart) =>
    errors.reduce(
      (next, error) => adjustToStock(next, error.productId ?? '', availableOf(error)),
      before,
    );
  const isShort = (error: SaleError) =>
    quantityOf(cart, error.productId ?? '') > availableOf(error);
  const left = errors.filter(isShort);
  const now = priceCart(cart).totalCentimos;
  const after = adjust(cart);
  const afterCentimos = priceCart(after).totalCentimos;
  const submit = () => {
    till.change(adjust);
    if (after.lines.length > 0) onCharge();
    else onClose();
  };
  return (
    <Dialog
      title={`No alcanza el stock de ${counted(errors.length, 'producto', 'productos')}`}
      subtitle="No se cobró ni se vendió nada."
      className="dialog--caja"
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          <button type="button" className="btn btn--quiet wide" onClick={onClose}>
            Volver <kbd className="kbd">Esc</kbd>
          </button>
          <span className="grow wide" />
          <button type="submit" className="btn btn--primary">
            {submitWords(left.length > 0, after.lines.length > 0)} <kbd className="kbd">Enter</kbd>
          </button>
        </>
      }
    >
      <ul>
        {errors.map((error) => (
          <ShortProduct key={error.productId} error={error} isShort={isShort(error)} />
        ))}
      </ul>
      <div className="bar num shortage__sum">
        <span className="soft">Nuevo total</span>
        <span className="push muted struck">S/ {amount(now)}</span>
        <span className="strong shortage__figure">S/ {amount(afterCentimos)}</span>
      </div>
    </Dialog>
  );
}

function submitWords(isShort: boolean, isAnythingLeft: boolean): string {
  if (!isAnythingLeft) return 'Quitar todo';
  return isShort ? 'Ajustar todo y cobrar' : 'Cobrar';
}

function ShortProduct({ error, isShort }: { error: SaleError; isShort: boolean }) {
  const till = useTill();
  const { cart } = useTillState();
  const productId = error.productId ?? '';
  const line = lineOf(cart, productId);
  const product = till.catalogue.get(productId);
  const available = availableOf(error);
  const level = available > 0 ? 'low' : 'none';
  return (
    <li className="shortage">
      <div className="cell">
        <div className="strong">{line?.name ?? product?.name ?? 'Producto'}</div>
        <div className="line__meta">
          <span className="code">{line?.sku ?? product?.sku}</span>
          {error.available === null && <span className="badge badge--danger">{error.message}</span>}
        </div>
      </div>
      <div className="bar num bar--wide">
        <span className="right">
          <span className="sub">Pedido</span>
          <span className="strong shortage__figure">{count(quantityOf(cart, productId))}</span>
        </span>
        <span className="right">
          <span className="sub">Hay ahora</span>
          <span className={`strong shortage__figure shortage__figure--${level}`}>
            {count(available)}
          </span>
        </span>
      </div>
      <div className="bar shortage__actions">
        {isShort ? (
          <>
            {available > 0 && (
              <button
                type="button"
                className="btn"
                onClick={() => till.change((before) => adjustToStock(before, productId, available))}
              >
                Ajustar a {count(available)}
              </button>
            )}
            <button
              type="button"
              className="btn btn--danger"
              onClick={() => till.change((before) => removeProduct(before, productId))}
            >
              Quitar
            </button>
          </>
        ) : (
          <span className="badge badge--ok">{line ? 'Ajustado' : 'Quitado'}</span>
        )}
      </div>
    </li>
  );
}
