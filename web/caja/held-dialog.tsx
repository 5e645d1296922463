import { useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { useUser } from '../session/session.ts';
import { amount, counted, moment } from '../words/format.ts';
import { unitsOf } from './cart.ts';
import { priceCart } from './price-cart.ts';
import type { HeldCart } from './till-records.ts';
import { useTill, useTillState } from './use-till.ts';

/** Carts that were put aside; taking one puts the present one aside. */
export function HeldDialog({ onClose }: { onClose: () => void }) {
  const till = useTill();
  const user = useUser();
  const { held, cart } = useTillState();
  const [doomedId, setDoomedId] = useState<string | null>(null);
  const recall = async (one: HeldCart) => {
    await till.recall(one, user.name);
    onClose();
  };
  const drop = async (id: string) => {
    await till.dropHeld(id);
    setDoomedId(null);
    if (held.length === 1) onClose();
  };
  return (
    <Dialog
      title="Carritos guardados"
      subtitle={cart.lines.length > 0 ? 'El carrito de ahora se guarda también.' : undefined}
      className="dialog--caja"
      onClose={onClose}
    >
      <ul className="stack">
        {held.map((one, at) => (
          <li key={one.cart.id} className="card waiting">
            <div className="bar">
              <span className="strong num waiting__amount">
                S/ {amount(priceCart(one.cart).totalCentimos)}
              </span>
              <span className="push small muted num">
                {moment(one.heldAt)} · {one.heldBy}
              </span>
            </div>
            <p className="small soft clip">
              {counted(unitsOf(one.cart), 'unidad', 'unidades')} ·{' '}
              {one.cart.customer?.name ?? one.cart.lines.map(({ name }) => name).join(', ')}
            </p>
            <div className="bar">
              <button
                type="button"
                className="btn"
                {...(at === 0 && { 'data-first': true })}
                onClick={() => void recall(one)}
              >
                Recuperar
              </button>
              {doomedId === one.cart.id ? (
                <button
                  type="button"
                  className="btn btn--danger-solid"
                  onClick={() => void drop(one.cart.id)}
                >
                  Sí, borrar este carrito
                </button>
              ) : (
                <button
                  type="button"
                  className="btn btn--danger"
                  onClick={() => setDoomedId(one.cart.id)}
                >
                  Borrar…
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
