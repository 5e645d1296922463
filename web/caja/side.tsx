import { Icon } from '../parts/icon.tsx';
import { amount, counted, time } from '../words/format.ts';
import { centimos } from '../words/money.ts';
import { unitsOf } from './cart.ts';
import { DocumentChoice } from './document-choice.tsx';
import { documentWords } from './document-words.ts';
import type { PricedCart } from './price-cart.ts';
import { attemptInHand, lastSold, type TillState } from './till-state.ts';
import { useIsLocked, useTillState } from './use-till.ts';

/** The buttons of the till, for the screen's own keys too. */
export interface Actions {
  customer: () => void;
  discount: () => void;
  hold: () => void;
  recall: () => void;
  leavePending: () => void;
  charge: () => void;
  reprint: () => void;
}

/** The right side: the buyer, the tools, the total and the way to charge it. */
export function Side({ priced, actions }: { priced: PricedCart; actions: Actions }) {
  return (
    <section className="caja__right" aria-label="Cobro">
      <Buyer onCustomer={actions.customer} />
      <Tools actions={actions} />
      <div className="pay">
        <Total priced={priced} />
        <MainButton priced={priced} actions={actions} />
      </div>
    </section>
  );
}

function Buyer({ onCustomer }: { onCustomer: () => void }) {
  const { cart } = useTillState();
  const isLocked = useIsLocked();
  const { customer } = cart;
  return (
    <div className="card who-buys">
      <button type="button" disabled={isLocked} onClick={onCustomer}>
        <Icon name="person" />
        <span className="cell">
          <span className="strong clip who-buys__name">{customer?.name ?? 'Cliente varios'}</span>
          <span className="sub num">
            {customer === null ? 'Sin documento' : documentWords(customer)}
          </span>
        </span>
        <kbd className="kbd">F3</kbd>
      </button>
      <DocumentChoice />
    </div>
  );
}

function Tools({ actions }: { actions: Actions }) {
  const state = useTillState();
  const { cart, held } = state;
  const isLocked = useIsLocked();
  const last = lastSold(state);
  if (isLocked) return <div className="tools" />;
  const isEmpty = cart.lines.length === 0;
  return (
    <div className="tools">
      <button type="button" className="btn" disabled={isEmpty} onClick={actions.discount}>
        <Icon name="tag" />
        Descuento
        <kbd className="kbd">F4</kbd>
      </button>
      <button type="button" className="btn" disabled={isEmpty} onClick={actions.hold}>
        <Icon name="pause" />
        Guardar
        <kbd className="kbd">F6</kbd>
      </button>
      <button type="button" className="btn" disabled={held.length === 0} onClick={actions.recall}>
        <Icon name="back" />
        Recuperar
        {held.length > 0 && (
          <span className="badge badge--count">
            {held.length}
            <span className="sr"> guardados</span>
          </span>
        )}
        <kbd className="kbd">F7</kbd>
      </button>
      <button type="button" className="btn" disabled={last === null} onClick={actions.reprint}>
        <Icon name="print" />
        Reimprimir
        <kbd className="kbd">F10</kbd>
      </button>
      {last?.answer?.kind === 'SOLD' && (
        <p className="last">
          <span>
            Última {time(last.answer.sale.createdAt)} ·{' '}
            <span className="num">S/ {amount(centimos(last.answer.sale.amountDue))}</span>
          </span>
          <span>Vuelto {amount(centimos(last.answer.sale.change))}</span>
        </p>
      )}
    </div>
  );
}

function Total({ priced }: { priced: PricedCart }) {
  const state = useTillState();
  const { cart, quote } = state;
  const isDoubtful = attemptInHand(state)?.state === 'DUDOSA';
  const { grossCentimos, discountCentimos, totalCentimos } = priced;
  // The tax is the server's figure: it shows while it is that of this very cart.
  const known = quote?.cart === cart && quote.quote.totalCentimos === totalCentimos;
  const discountText = discountCentimos > 0 ? ` · ${amount(-discountCentimos)}` : '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    <div className="visor" role="group" aria-label="Importe de la venta">
      {isDoubtful && (
        <div className="visor__flag">
          <Icon name="warning" size={16} />
          Sin respuesta · no cobre de nuevo
        </div>
      )}
      {cart.lines.length === 0 ? (
        <div className="visor__row keep">
          <span>Sin líneas</span>
        </div>
      ) : (
        <>
          <div className="visor__row">
            <span>Subtotal</span>
            <span>{amount(grossCentimos)}</span>
          </div>
          {discountCentimos > 0 && (
            <div className="visor__row">
              <span>Descuento</span>
              <span>{amount(-discountCentimos)}</span>
            </div>
          )}
          <div className="visor__row">
            <span>IGV incluido</span>
            <span>{known && quote ? amount(quote.quote.taxCentimos) : '…'}</span>
          </div>
          <div className="visor__row keep only-phone">
            <span>
              {counted(unitsOf(cart), 'unidad', 'unidades')}
              {discountText}
            </span>
          </div>
        </>
      )}
      <div className="visor__main">
        <span className="visor__name">Total</span>
        <span className="visor__amount">
          <span className="cur">S/</span>
          {amount(totalCentimos)}
        </span>
      </div>
    </div>
  );
}

function MainButton({ priced, actions }: { priced: PricedCart; actions: Actions }) {
  const state = useTillState();
  const { cart, connection } = state;
  const attempt = attemptInHand(state);
  if (attempt) {
    return (
      <button
        type="button"
        className="btn btn--big btn--block btn--busy"
        aria-busy="true"
        aria-disabled="true"
      >
        {attempt.state === 'EN_CURSO' ? 'Registrando la venta…' : 'Consultando…'}
      </button>
    );
  }
  const isDisabled = cart.lines.length === 0 || priced.isOverDiscounted;
  if (!connection.isOnline) {
    return (
      <button
        type="button"
        className="btn btn--primary btn--big btn--block"
        disabled={isDisabled}
        onClick={actions.leavePending}
      >
        Dejar pendiente
        <kbd className="kbd">F8</kbd>
      </button>
    );
  }
  return (
    <button
      type="button"
      className="btn btn--primary btn--big btn--block"
      disabled={isDisabled}
      onClick={actions.charge}
    >
      {priced.isOverDiscounted ? 'Descuento de más' : 'Cobrar'}
      <kbd className="kbd">F9</kbd>
    </button>
  );
}

/** Whether the last quote of this very cart says that its discount needs an administrator. */
export function isDiscountRefused({ cart, quote }: TillState): boolean {
  if (quote?.cart !== cart) return false;
  return quote.quote.errors.some(({ code }) => code === 'DISCOUNT_NOT_AUTHORIZED');
}
