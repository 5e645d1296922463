import { memo, useEffect, useRef } from 'react';
import { Icon } from '../parts/icon.tsx';
import { amount, count, counted } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { type Cart, type CartLine, removeLine, setQuantity, unitsOf } from './cart.ts';
import type { CatalogueProduct } from './catalogue.ts';
import type { Discount } from './discount.ts';
import type { PricedCart } from './price-cart.ts';
import type { SaleError } from './sale-attempt.ts';
import { StockBadge } from './stock-badge.tsx';
import { useIsLocked, useTill, useTillState } from './use-till.ts';

/** The lines of the cart. A text that is being typed into the search does not concern them. */
export const CartLines = memo(function Lines({ priced }: { priced: PricedCart }) {
  const till = useTill();
  const { cart, quote, touched } = useTillState();
  const isLocked = useIsLocked();
  const errors = quote?.cart === cart ? quote.quote.errors : [];
  return (
    <section className="card cart" aria-label="Carrito">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys. */}
      <section className="lines" tabIndex={0} aria-label="Líneas del carrito">
        <div className="lines__head" aria-hidden="true">
          <span>Cantidad</span>
          <span>Producto</span>
          <span className="right">P. unitario</span>
          <span className="right">Importe</span>
        </div>
        <ul>
          {cart.lines.map((line, at) => (
            <Line
              key={line.id}
              line={line}
              grossCentimos={priced.lines[at]?.grossCentimos ?? 0}
              ownDiscountCentimos={priced.lines[at]?.ownDiscountCentimos ?? 0}
              error={errors.find(({ productId }) => productId === line.productId)}
              product={till.catalogue.get(line.productId)}
              isCurrent={cart.currentId === line.id}
              isLocked={isLocked}
              touches={touched?.lineId === line.id ? touched.count : 0}
            />
          ))}
        </ul>
      </section>
      <Foot cart={cart} isLocked={isLocked} />
    </section>
  );
});

interface LineProps {
  line: CartLine;
  grossCentimos: number;
  /** The line's own discount, in céntimos. */
  ownDiscountCentimos: number;
  error: SaleError | undefined;
  product: CatalogueProduct | null;
  isCurrent: boolean;
  isLocked: boolean;
  /** Grows with each scan that touches the line; 0 while another one was the last. */
  touches: number;
}

/** Drawn again only when something of its own has changed: a cart may have hundreds. */
const Line = memo(function OneLine(props: LineProps) {
  const { line, grossCentimos, ownDiscountCentimos, error, product } = props;
  const { isCurrent, isLocked, touches } = props;
  const till = useTill();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  useEffect(() => {
    const element = item.current;
    if (touches === 0 || element === null) return;
    // Taken off and set again, so that a second scan of the line tints it again.
    element.removeAttribute('data-new');
    element.getBoundingClientRect();
    element.setAttribute('data-new', '');
  }, [touches]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys of the search choose the line.
    <li
      ref={item}
      className="line"
      aria-current={isCurrent ? 'true' : undefined}
      data-state={error?.code === 'INSUFFICIENT_STOCK' ? 'short' : undefined}
      onClick={() => !isLocked && till.change((before) => ({ ...before, currentId: line.id }))}
    >
      {isLocked ? (
        <span className="qty-fixed num strong">
          <span className="sr">Cantidad </span>
          {count(line.quantity)} ×
        </span>
      ) : (
        <Quantity line={line} />
      )}
      <div className="line__what">
        <div className="line__name" title={line.name}>
          {line.name}
        </div>
        <div className="line__meta">
          <span className="code">{line.sku}</span>
          <DiscountBadge discount={line.discount} ownDiscountCentimos={ownDiscountCentimos} />
          <LineStock product={product} error={error} />
        </div>
      </div>
      <span className="line__price num">{amount(line.unitPriceCentimos)}</span>
      <span className="line__amount num">{amount(grossCentimos - ownDiscountCentimos)}</span>
    </li>
  );
});

function Quantity({ line }: { line: CartLine }) {
  const till = useTill();
  const by = (units: number) =>
    till.change((cart) => {
      const changed = setQuantity(cart, line.id, line.quantity + units);
      return changed && { ...changed, currentId: line.id };
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid of three here.
    <div className="qty" role="group" aria-label={`Cantidad de ${line.name}`}>
      {line.quantity > 1 ? (
        <button type="button" aria-label="Uno menos" onClick={() => by(-1)}>
          <Icon name="minus" size={16} />
        </button>
      ) : (
        <button
          type="button"
          aria-label={`Quitar ${line.name}`}
          onClick={() => till.change((cart) => removeLine(cart, line.id))}
        >
          <Icon name="close" size={16} />
        </button>
      )}
      <b>{count(line.quantity)}</b>
      <button type="button" aria-label="Uno más" onClick={() => by(1)}>
        <Icon name="plus" size={16} />
      </button>
    </div>
  );
}

function LineStock({ product, error }: Pick<LineProps, 'product' | 'error'>) {
  if (error?.code === 'INSUFFICIENT_STOCK' && error.available !== null) {
    return <span className="badge badge--warn">Hay {count(error.available)}</span>;
  }
  if (error?.code === 'PRICE_CHANGED' && error.current !== null) {
    return <span className="badge badge--warn">Ahora {amount(centimos(error.current))}</span>;
  }
  if (error?.code === 'PRODUCT_DISCONTINUED') {
    return <span className="badge badge--danger">Ya no se vende</span>;
  }
  return product && <StockBadge product={product} />;
}

/** A discount in words: "−5 %" or "−S/ 8.00". */
function discountWords(discount: Discount): string {
  return discount.kind === 'AMOUNT'
    ? `−S/ ${amount(discount.centimos)}`
    : `−${discount.basisPoints / 100} %`;
}

function DiscountBadge({
  discount,
  ownDiscountCentimos,
}: {
  discount: Discount | null;
  ownDiscountCentimos: number;
}) {
  if (discount === null) return null;
  return (
    <span className="badge badge--accent">
      {discountWords(discount)}
      {discount.kind === 'PERCENT' && ` · −${amount(ownDiscountCentimos)}`}
    </span>
  );
}

function Foot({ cart, isLocked }: { cart: Cart; isLocked: boolean }) {
  return (
    <div className="cart__foot">
      <span className="num">
        {counted(cart.lines.length, 'línea', 'líneas')} ·{' '}
        {counted(unitsOf(cart), 'unidad', 'unidades')}
      </span>
      {isLocked ? (
        <span className="push soft cart__locked">
          <Icon name="lock" size={16} />
          Carrito bloqueado
        </span>
      ) : (
        <span className="push">
          <span className="hint">
            <kbd className="kbd">3</kbd>
            <kbd className="kbd">*</kbd> antes de leer: 3 unidades
          </span>
          <span className="hint">
            <kbd className="kbd">+</kbd>
            <kbd className="kbd">−</kbd> cantidad
          </span>
          <span className="hint">
            <kbd className="kbd">Supr</kbd> quitar
          </span>
        </span>
      )}
    </div>
  );
}
