import { useState } from 'react';
import { CORREGIR_COMPROBANTE_VENTAS } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useKeyedSend } from '../parts/keyed-send.ts';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { BuyerFields, type DocumentChoice } from './buyer-fields.tsx';
import type { Sale } from './sale.ts';
import { saleName } from './sale-words.ts';

/** The gateway takes a reason of this length at most. */
const REASON_CHARACTERS = 200;

/** Takes the document of a sale back by a note and asks for another one. */
export function CorrectDialog({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const [choice, setChoice] = useState<DocumentChoice>({
    type: sale.document?.type === 'FACTURA' ? 'FACTURA' : 'BOLETA',
    customer: null,
  });
  const [reason, setReason] = useState('');
  const errors = useFormErrors(['type', 'customerId', 'reason']);
  const { send, isSending, isUnknown } = useKeyedSend(
    CORREGIR_COMPROBANTE_VENTAS,
    sale.id,
    (data) => data.corregirComprobante?.userErrors,
  );
  const submit = async () => {
    const customerId = choice.customer?.id ?? sale.customer?.id ?? null;
    const isGood = errors.set({
      customerId: customerId === null ? 'Elija a nombre de quién va.' : null,
      reason: reason.trim() === '' ? 'Escriba el motivo.' : null,
    });
    if (!isGood || customerId === null) return;
    const { type } = choice;
    const result = await send({ saleId: sale.id, type, customerId, reason: reason.trim() });
    if (!errors.judge(result, (data) => data.corregirComprobante?.userErrors)) return;
    toast('Comprobante corregido: el nuevo aparece en unos segundos');
    onClose();
  };
  return (
    <FormDialog
      title={`Corregir ${saleName(sale)}`}
      subtitle="Sale una nota de crédito y un comprobante nuevo. El stock y el dinero no cambian."
      action="Corregir comprobante"
      isBusy={isSending}
      isUnknown={isUnknown}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <BuyerFields choice={choice} sale={sale} errors={errors} onChoice={setChoice} />
      <TextField
        label="Motivo"
        help="La nota lo muestra."
        value={reason}
        onValue={setReason}
        maxLength={REASON_CHARACTERS}
        error={errors.of('reason')}
      />
    </FormDialog>
  );
}
