import { useState } from 'react';
import { type CashMovementKind, REGISTRAR_MOVIMIENTO_ARQUEO } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useKeyedSend } from '../parts/keyed-send.ts';
import { MoneyField } from '../parts/money-field.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { decimal, readAmount } from '../words/money.ts';

const KINDS: readonly (readonly [CashMovementKind, string, string])[] = [
  ['IN', 'Ingreso', 'Registrar ingreso'],
  ['OUT', 'Egreso', 'Registrar egreso'],
];

/** The smallest coin, in céntimos. */
const COIN = 10;
/** The gateway takes a reason of this length at most. */
const REASON_CHARACTERS = 200;

function amountProblem(typed: number | null): string | null {
  const isPayable = typed !== null && typed >= COIN && typed % COIN === 0;
  return isPayable ? null : 'Desde 0.10, en múltiplos de 0.10.';
}

/** Puts cash into an open drawer, or takes it out. */
export function MovementDialog({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const [kind, setKind] = useState<CashMovementKind>('OUT');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const errors = useFormErrors(['amount', 'reason']);
  const { send, isSending, isUnknown } = useKeyedSend(
    REGISTRAR_MOVIMIENTO_ARQUEO,
    sessionId,
    (data) => data.registrarMovimientoCaja?.userErrors,
  );
  const submit = async () => {
    const moved = readAmount(typed);
    const isGood = errors.set({
      amount: amountProblem(moved),
      reason: reason.trim() === '' ? 'Escriba el motivo.' : null,
    });
    if (!isGood || moved === null) return;
    const result = await send({ sessionId, kind, amount: decimal(moved), reason: reason.trim() });
    if (!errors.judge(result, (data) => data.registrarMovimientoCaja?.userErrors)) return;
    toast(kind === 'IN' ? 'Ingreso registrado' : 'Egreso registrado');
    onClose();
  };
  return (
    <FormDialog
      title="Mover efectivo"
      action={KINDS.find(([value]) => value === kind)?.[2] ?? 'Registrar'}
      isBusy={isSending}
      isUnknown={isUnknown}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <fieldset className="seg">
        <legend className="sr">Ingreso o egreso</legend>
        {KINDS.map(([value, text]) => (
          <button
            key={value}
            type="button"
            className="seg__item"
            aria-pressed={kind === value}
            onClick={() => setKind(value)}
          >
            {text}
          </button>
        ))}
      </fieldset>
      <MoneyField label="Monto" value={typed} onValue={setTyped} error={errors.of('amount')} />
      <TextField
        label="Motivo"
        help="Sencillo, movilidad, depósito al banco."
        value={reason}
        onValue={setReason}
        maxLength={REASON_CHARACTERS}
        error={errors.of('reason')}
      />
    </FormDialog>
  );
}
