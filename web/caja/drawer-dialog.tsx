import { useState } from 'react';
import { CAJA_ABRIR_SESION } from '../generated/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { Banner } from '../parts/states.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { decimal, readAmount } from '../words/money.ts';
import type { TillInfo } from './till-state.ts';
import { useTill } from './use-till.ts';

/** Opens the drawer with the cash that lies in it. */
export function DrawerDialog({ chosen, onClose }: { chosen: TillInfo; onClose: () => void }) {
  const till = useTill();
  // The same key until there is a final answer: a lost one must not open two sessions.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const errors = useFormErrors(['openingAmount']);
  const open = async () => {
    const opening = readAmount(typed);
    const isGood = opening !== null && opening >= 0;
    if (!errors.set({ openingAmount: isGood ? null : 'Escriba el efectivo que hay: 0 o más.' })) {
      return;
    }
    setBusy(true);
    const result = await till.gateway.ask(CAJA_ABRIR_SESION, {
      input: { idempotencyKey, tillId: chosen.id, openingAmount: decimal(opening ?? 0) },
    });
    const isOpened = errors.judge(result, (data) => data.abrirSesionCaja?.userErrors);
    await till.readCounter();
    setBusy(false);
    if (isOpened) onClose();
  };
  return (
    <Dialog
      title={`Abrir ${chosen.name}`}
      className="dialog--caja"
      onClose={onClose}
      onSubmit={() => void open()}
      foot={
        <>
          <button type="button" className="btn btn--quiet" onClick={onClose}>
            Volver <kbd className="kbd">Esc</kbd>
          </button>
          <button type="submit" className="btn btn--primary" aria-busy={isBusy}>
            Abrir caja <kbd className="kbd">Enter</kbd>
          </button>
        </>
      }
    >
      <div className="form">
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        <TextField
          label="Efectivo en el cajón (fondo)"
          help="Cuente lo que hay ahora, con las monedas."
          value={typed}
          error={errors.of('openingAmount')}
          isNumber
          className="input--big"
          placeholder="0.00"
          maxLength={14}
          onValue={setTyped}
        />
      </div>
    </Dialog>
  );
}
