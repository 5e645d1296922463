import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { AUTORIZAR_DESCUENTO_VENDEDORES } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { decimal, readAmount } from '../words/money.ts';
import type { Seller } from './vendedores-page.tsx';

/** The gateway's limits: hundredths of a percent, and minutes. */
const MAX_PERCENT = 10_000;
const MAX_MINUTES = 1_440;
const USUAL_MINUTES = '15';

/**
 * Lets a seller give a larger discount, in one sale. It needs no key: a repeat takes the place of
 * the seller's unspent one.
 */
export function ApprovalDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const [percent, setPercent] = useState('');
  const [minutes, setMinutes] = useState(USUAL_MINUTES);
  const errors = useFormErrors(['maxPercent', 'validMinutes']);
  const { send, isSending } = useSend(AUTORIZAR_DESCUENTO_VENDEDORES);
  const submit = async () => {
    const most = readAmount(percent.replace('%', ''));
    const validMinutes = /^\d{1,4}$/.test(minutes.trim()) ? Number(minutes) : 0;
    const isPercent = most !== null && most > 0 && most <= MAX_PERCENT;
    const isMinutes = validMinutes >= 1 && validMinutes <= MAX_MINUTES;
    const isGood = errors.set({
      maxPercent: isPercent ? null : 'De 0.01 a 100.',
      validMinutes: isMinutes ? null : 'De 1 a 1440 minutos.',
    });
    if (!isGood || most === null) return;
    const input = { sellerId: seller.id, maxPercent: decimal(most), validMinutes };
    const result = await send({ input });
    if (!errors.judge(result, (data) => data.autorizarDescuento?.userErrors)) return;
    toast(`Descuento autorizado a ${seller.name}`);
    onClose();
  };
  return (
    <FormDialog
      title="Autorizar descuento"
      subtitle={seller.name}
      action="Autorizar descuento"
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="form__row">
        <TextField
          label="Hasta, en %"
          isNumber
          value={percent}
          onValue={setPercent}
          maxLength={6}
          error={errors.of('maxPercent')}
        />
        <TextField
          label="Vale, en minutos"
          isNumber
          inputMode="numeric"
          value={minutes}
          onValue={setMinutes}
          maxLength={4}
          error={errors.of('validMinutes')}
        />
      </div>
      <p className="help">Sirve para una venta. Reemplaza el que tenga sin usar.</p>
    </FormDialog>
  );
}
