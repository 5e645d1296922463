import { useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';

/** The limits of the supervisor, which judges them too. */
const MAX_PER_SECOND = 300;
const MAX_SECONDS = 300;

interface LoadDialogProps {
  onClose: () => void;
  /** @returns the reason for which it was not begun, or null */
  onStart: (salesPerSecond: number, seconds: number) => Promise<string | null>;
}

/** Asks how much is to be sold, and for how long. */
export function LoadDialog({ onClose, onStart }: LoadDialogProps) {
  const [rate, setRate] = useState('100');
  const [length, setLength] = useState('60');
  const [isSending, setSending] = useState(false);
  const [errors, setErrors] = useState<{ rate?: string; length?: string; all?: string }>({});

  const start = async () => {
    const salesPerSecond = wholeUpTo(rate, MAX_PER_SECOND);
    const seconds = wholeUpTo(length, MAX_SECONDS);
    if (salesPerSecond === null || seconds === null) {
      setErrors({
        ...(salesPerSecond === null && { rate: `De 1 a ${MAX_PER_SECOND}.` }),
        ...(seconds === null && { length: `De 1 a ${MAX_SECONDS} segundos.` }),
      });
      return;
    }
    setSending(true);
    const reason = await onStart(salesPerSecond, seconds);
    setSending(false);
    if (reason === null) onClose();
    else setErrors({ all: reason });
  };
  return (
    <Dialog
      title="Iniciar la carga"
      subtitle="Vende productos CAOS propios; el stock de la tienda no cambia."
      onClose={onClose}
      onSubmit={() => void start()}
      foot={
        <>
          <button type="button" className="btn btn--quiet" onClick={onClose}>
            Volver
          </button>
          <button type="submit" className="btn btn--primary" aria-busy={isSending}>
            Iniciar la carga
          </button>
        </>
      }
    >
      <div className="form">
        <TextField
          label="Ventas por segundo"
          inputMode="numeric"
          isNumber
          value={rate}
          onValue={setRate}
          error={errors.rate}
        />
        <TextField
          label="Duración en segundos"
          inputMode="numeric"
          isNumber
          value={length}
          onValue={setLength}
          error={errors.length ?? errors.all}
        />
      </div>
    </Dialog>
  );
}

function wholeUpTo(text: string, most: number): number | null {
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : null;
}
