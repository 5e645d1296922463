import { useId } from 'react';
import { Icon, type IconName } from '../parts/icon.tsx';
import { amount } from '../words/format.ts';
import { labelOf, PAYMENT_MARKS, PAYMENT_METHODS } from '../words/labels.ts';
import {
  noteChoices,
  type Settlement,
  TENDER_METHODS,
  type Tender,
  type TenderMethod,
} from './tender.ts';

const ICONS: Readonly<Record<TenderMethod, IconName>> = {
  CASH: 'cash',
  CARD: 'card',
  YAPE: 'phone',
  PLIN: 'phone',
  TRANSFER: 'bank',
};
const SHORT_NAMES: Readonly<Partial<Record<TenderMethod, string>>> = { TRANSFER: 'Transfer.' };

/** The one amount that matters: what is left to pay, and the change. */
export function Account({
  totalCentimos,
  tenders,
  account,
}: {
  totalCentimos: number;
  tenders: readonly Tender[];
  account: Settlement;
}) {
  const { roundingCentimos, restCentimos, changeCentimos } = account;
  return (
    <div className="visor visor--ok" role="status" aria-label="Cuenta">
      <div className="visor__row">
        <span>Total</span>
        <span>{amount(totalCentimos)}</span>
      </div>
      {roundingCentimos !== 0 && (
        <div className="visor__row">
          <span>Redondeo</span>
          <span>{amount(roundingCentimos)}</span>
        </div>
      )}
      {tenders.map((tender) => (
        <div
          key={`${tender.method}-${tender.reference}-${tender.amountCentimos}`}
          className="visor__row"
        >
          <span>{labelOf(PAYMENT_METHODS, tender.method)}</span>
          <span>{amount(-tender.amountCentimos)}</span>
        </div>
      ))}
      <div className="visor__main visor__main--second">
        <span className="visor__name">{tenders.length === 0 ? 'A cobrar' : 'Resta'}</span>
        <span className="visor__amount">
          <span className="cur">S/</span>
          {amount(restCentimos)}
        </span>
      </div>
      <div className="visor__main">
        <span className="visor__name">Vuelto</span>
        <span className="visor__amount">
          <span className="cur">S/</span>
          {amount(changeCentimos)}
        </span>
      </div>
    </div>
  );
}

/** The payments so far. */
export function Tenders({
  tenders,
  onRemove,
}: {
  tenders: readonly Tender[];
  onRemove: (at: number) => void;
}) {
  if (tenders.length === 0) return null;
  return (
    <div>
      <h3 className="soft">Pagos</h3>
      <ul className="tenders">
        {tenders.map((tender, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two payments may be alike in all else.
          <li key={at} className="tender">
            <span>
              <span className="means" data-pay={PAYMENT_MARKS[tender.method]}>
                {labelOf(PAYMENT_METHODS, tender.method)}
              </span>
              {tender.reference !== null && <span className="sub num">Op. {tender.reference}</span>}
            </span>
            <span className="strong num">{amount(tender.amountCentimos)}</span>
            <button
              type="button"
              className="btn btn--quiet btn--icon"
              aria-label={`Quitar el pago con ${labelOf(PAYMENT_METHODS, tender.method)}`}
              onClick={() => onRemove(at)}
            >
              <Icon name="close" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The means of payment, one of which is being entered. */
export function Means({
  chosen,
  onChoose,
}: {
  chosen: TenderMethod;
  onChoose: (method: TenderMethod) => void;
}) {
  return (
    <div className="means-grid" role="radiogroup" aria-label="Medio de pago">
      {TENDER_METHODS.map((method) => (
        // biome-ignore lint/a11y/useSemanticElements: drawn as five large buttons.
        <button
          key={method}
          type="button"
          className="means-btn"
          role="radio"
          data-pay={PAYMENT_MARKS[method]}
          aria-checked={method === chosen}
          aria-label={labelOf(PAYMENT_METHODS, method)}
          onClick={() => onChoose(method)}
        >
          <Icon name={ICONS[method]} />
          {SHORT_NAMES[method] ?? labelOf(PAYMENT_METHODS, method)}
        </button>
      ))}
    </div>
  );
}

/** Sums that people hand over. */
export function Notes({
  restCentimos,
  chosen,
  onChoose,
}: {
  restCentimos: number;
  chosen: number | null;
  onChoose: (centimos: number | null) => void;
}) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be this grid.
    <div className="notes" role="group" aria-labelledby={id}>
      <span id={id} className="sr">
        Billetes
      </span>
      <button
        type="button"
        className="note"
        aria-pressed={chosen === restCentimos}
        onClick={() => onChoose(restCentimos)}
      >
        Exacto
      </button>
      {noteChoices(Math.max(0, restCentimos)).map((centimos) => (
        <button
          key={centimos}
          type="button"
          className="note"
          aria-pressed={chosen === centimos}
          onClick={() => onChoose(centimos)}
        >
          S/ {amount(centimos).replace('.00', '')}
        </button>
      ))}
      <button type="button" className="note" onClick={() => onChoose(null)}>
        Limpiar
      </button>
    </div>
  );
}
