import { useState } from 'react';
import { ANULAR_VENTA_VENTAS } from '../generated/operations.ts';
import { SwitchField, TextAreaField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useKeyedSend } from '../parts/keyed-send.ts';
import { Banner } from '../parts/states.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { useUser } from '../session/session.ts';
import { soles } from '../words/format.ts';
import { DrawerField, useOpenTills, usualDrawer } from './drawer-field.tsx';
import { RefundsTold, type ToldReturn } from './refunds-told.tsx';
import type { Sale } from './sale.ts';
import { saleName } from './sale-words.ts';

/** The gateway takes a reason of this length at most. */
const REASON_CHARACTERS = 200;

/** Undoes a whole sale of today. */
export function VoidDialog({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const isAdmin = useUser().roles.includes('ADMIN');
  const [reason, setReason] = useState('');
  const [isRestocked, setRestocked] = useState(true);
  const [chosenTill, setChosenTill] = useState<string | null>(null);
  const [told, setTold] = useState<ToldReturn | null>(null);
  const errors = useFormErrors(['reason', 'tillId', 'restock']);
  const { send, isSending, isUnknown } = useKeyedSend(
    ANULAR_VENTA_VENTAS,
    sale.id,
    (data) => data.anularVenta?.userErrors,
  );
  const tills = useOpenTills();
  const hasCash = sale.payments.some(({ method }) => method === 'CASH');
  const tillId = chosenTill ?? usualDrawer(tills, sale.till);
  const submit = async () => {
    const input = {
      saleId: sale.id,
      reason: reason.trim(),
      restock: isRestocked,
      ...(hasCash && tillId !== '' && { tillId }),
    };
    if (!errors.set({ reason: input.reason === '' ? 'Escriba el motivo.' : null })) return;
    const result = await send(input);
    if (!errors.judge(result, (data) => data.anularVenta?.userErrors)) return;
    if (result.kind === 'ANSWERED') setTold(result.data.anularVenta?.saleReturn ?? null);
  };
  if (told !== null) {
    return <RefundsTold title={`${saleName(sale)} anulada`} told={told} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={`Anular ${saleName(sale)}`}
      subtitle={`${soles(sale.amountDue)} · no se puede deshacer`}
      action="Anular venta"
      isDanger
      isBusy={isSending}
      isUnknown={isUnknown}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextAreaField
        label="Motivo"
        value={reason}
        onValue={setReason}
        maxLength={REASON_CHARACTERS}
        error={errors.of('reason')}
      />
      {hasCash && tills !== null && tills.length > 0 && (
        <DrawerField
          tills={tills}
          value={tillId}
          onValue={setChosenTill}
          error={errors.of('tillId')}
        />
      )}
      {hasCash && tills?.length === 0 && (
        <Banner tone="warn" title="Ninguna caja está abierta">
          Abra una en Arqueo para devolver el efectivo.
        </Banner>
      )}
      {isAdmin && (
        <SwitchField
          label="Lo vendido vuelve al stock"
          isOn={isRestocked}
          onToggle={setRestocked}
        />
      )}
    </FormDialog>
  );
}
