import { useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { CONFIRMAR_REEMBOLSO_VENTAS } from '../generated/operations.ts';
import { TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Banner } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { soles } from '../words/format.ts';
import { labelOf, PAYMENT_METHODS } from '../words/labels.ts';
import { DrawerField, useOpenTills, usualDrawer } from './drawer-field.tsx';
import type { Refund, Sale } from './sale.ts';

const REFERENCE = /^[A-Z0-9-]{4,20}$/;

/**
 * Says that a refund that waited was paid out. It needs no key: repeated with the same values, the
 * gateway answers the same.
 */
export function RefundDialog({
  sale,
  refund,
  onClose,
}: {
  sale: Sale;
  refund: Refund;
  onClose: () => void;
}) {
  const isCash = refund.method === 'CASH';
  const [reference, setReference] = useState('');
  const [chosenTill, setChosenTill] = useState<string | null>(null);
  const tills = useOpenTills();
  const tillId = chosenTill ?? usualDrawer(tills, sale.till);
  const errors = useFormErrors(['reference', 'tillId']);
  const { send, isSending } = useSend(CONFIRMAR_REEMBOLSO_VENTAS);
  const submit = async () => {
    const given = reference.trim().toUpperCase();
    const problem = isCash || REFERENCE.test(given) ? null : 'De 4 a 20 letras, dígitos y guiones.';
    if (!errors.set({ reference: problem })) return;
    const means = isCash ? { tillId } : { reference: given };
    const result = await send({ input: { refundId: refund.id, ...means } });
    if (!errors.judge(result, (data) => data.confirmarReembolso?.userErrors)) return;
    toast('Reembolso confirmado');
    onClose();
  };
  return (
    <FormDialog
      title="Confirmar reembolso"
      subtitle={`${labelOf(PAYMENT_METHODS, refund.method)} ${soles(refund.amount)}`}
      action={`Confirmar ${soles(refund.amount)}`}
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {!isCash && (
        <TextField
          label="Número de operación"
          help="El de la devolución que hizo el terminal, la billetera o el banco."
          value={reference}
          onValue={setReference}
          maxLength={20}
          error={errors.of('reference')}
        />
      )}
      {isCash && tills !== null && tills.length > 0 && (
        <DrawerField
          tills={tills}
          value={tillId}
          onValue={setChosenTill}
          error={errors.of('tillId')}
        />
      )}
      {isCash && tills?.length === 0 && (
        <Banner tone="warn" title="Ninguna caja está abierta">
          Abra una en Arqueo para entregar el efectivo.
        </Banner>
      )}
    </FormDialog>
  );
}
