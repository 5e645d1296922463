import { useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { amount } from '../words/format.ts';
import { decimal, readAmount } from '../words/money.ts';
import { currentLine, setLineDiscount } from './cart.ts';
import { type Discount, discountOf, MAX_BASIS_POINTS } from './discount.ts';
import { priceCart } from './price-cart.ts';
import { Segments } from './segments.tsx';
import { useTill, useTillState } from './use-till.ts';

type Scope = 'LINE' | 'SALE';
type Kind = Discount['kind'];

/** Takes something off a line or off the whole sale, in percent or in soles. */
export function DiscountDialog({ onClose }: { onClose: () => void }) {
  const till = useTill();
  const { cart } = useTillState();
  const line = currentLine(cart);
  const [scope, setScope] = useState<Scope>('SALE');
  const before = scope === 'LINE' ? (line?.discount ?? null) : cart.discount;
  const [kind, setKind] = useState<Kind>(before?.kind ?? 'PERCENT');
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  const put = (next: Discount | null) => {
    till.change((now) =>
      scope === 'LINE' && line ? setLineDiscount(now, line.id, next) : { ...now, discount: next },
    );
    onClose();
  };
  const grossCentimos =
    scope === 'LINE' && line
      ? line.unitPriceCentimos * line.quantity
      : priceCart({ ...cart, discount: null }).totalCentimos;
  const discount = readDiscount(kind, typed);
  const takenCentimos = discount === null ? 0 : discountOf(discount, grossCentimos);
  const submit = () => {
    if (discount === null) {
      return setError(kind === 'PERCENT' ? 'De 0.01 a 100 %.' : 'Un monto desde 0.01.');
    }
    if (takenCentimos > grossCentimos) return setError(`Es más que S/ ${amount(grossCentimos)}.`);
    put(discount);
  };
  return (
    <Dialog
      title="Descuento"
      className="dialog--caja"
      onClose={onClose}
      onSubmit={submit}
      foot={
        <>
          {before !== null && (
            <button type="button" className="btn btn--danger" onClick={() => put(null)}>
              Quitar descuento
            </button>
          )}
          <span className="grow wide" />
          <button type="submit" className="btn btn--primary">
            Aplicar <kbd className="kbd">Enter</kbd>
          </button>
        </>
      }
    >
      <div className="form">
        {line !== null && (
          <Segments
            label="Sobre"
            value={scope}
            choices={[
              ['SALE', 'Toda la venta'],
              ['LINE', 'La línea elegida'],
            ]}
            onValue={setScope}
          />
        )}
        {scope === 'LINE' && line !== null && <p className="strong clip">{line.name}</p>}
        <Segments
          label="En"
          value={kind}
          choices={[
            ['PERCENT', 'Porcentaje'],
            ['AMOUNT', 'Soles'],
          ]}
          onValue={setKind}
        />
        <TextField
          label={kind === 'PERCENT' ? 'Porcentaje' : 'Monto en soles'}
          value={typed}
          error={error}
          isNumber
          className="input--big"
          placeholder={placeholderOf(before, kind)}
          maxLength={12}
          onValue={(value) => {
            setTyped(value);
            setError(null);
          }}
        />
        <dl className="pairs">
          <dt>Antes</dt>
          <dd>{amount(grossCentimos)}</dd>
          <dt>Descuento</dt>
          <dd>{amount(-Math.min(takenCentimos, grossCentimos))}</dd>
          <dt className="sum">Queda</dt>
          <dd className="sum">{amount(Math.max(0, grossCentimos - takenCentimos))}</dd>
        </dl>
      </div>
    </Dialog>
  );
}

function readDiscount(kind: Kind, typed: string): Discount | null {
  const hundredths = readAmount(typed.replace('%', ''));
  if (hundredths === null || hundredths < 1) return null;
  if (kind === 'AMOUNT') return { kind, centimos: hundredths };
  return hundredths > MAX_BASIS_POINTS ? null : { kind, basisPoints: hundredths };
}

function placeholderOf(before: Discount | null, kind: Kind): string {
  if (before?.kind !== kind) return '0';
  return decimal(before.kind === 'AMOUNT' ? before.centimos : before.basisPoints);
}
