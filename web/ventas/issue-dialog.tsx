import { useState } from 'react';
import { useReading, useSend } from '../gateway/queries.ts';
import { EMITIR_COMPROBANTE_VENTAS, OPCIONES_VENTAS } from '../generated/operations.ts';
import { SelectField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { BuyerFields, type DocumentChoice } from './buyer-fields.tsx';
import type { Sale } from './sale.ts';
import { saleName } from './sale-words.ts';

/**
 * Asks for the document of a sale that has none. It needs no key: repeated with the same values,
 * the gateway answers the same.
 */
export function IssueDialog({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const [choice, setChoice] = useState<DocumentChoice>({
    type: sale.customerDocType === 'RUC' ? 'FACTURA' : 'BOLETA',
    customer: null,
  });
  const { data } = useReading(OPCIONES_VENTAS, {});
  const tills = (data?.cajas ?? []).filter(({ active }) => active);
  const [chosenTill, setTill] = useState<string | null>(null);
  const tillId = chosenTill ?? sale.till?.id ?? tills[0]?.id ?? '';
  const errors = useFormErrors(['type', 'tillId', 'customerId']);
  const { send, isSending } = useSend(EMITIR_COMPROBANTE_VENTAS);
  const submit = async () => {
    const { type, customer } = choice;
    const result = await send({
      input: {
        saleId: sale.id,
        type,
        ...(tillId !== '' && { tillId }),
        ...(customer !== null && { customerId: customer.id }),
      },
    });
    if (!errors.judge(result, (answer) => answer.emitirComprobante?.userErrors)) return;
    toast('Comprobante pedido: aparece en unos segundos');
    onClose();
  };
  return (
    <FormDialog
      title={`Emitir comprobante de ${saleName(sale)}`}
      action={choice.type === 'FACTURA' ? 'Emitir factura' : 'Emitir boleta'}
      isBusy={isSending}
      error={errors.general}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <BuyerFields choice={choice} sale={sale} errors={errors} onChoice={setChoice} />
      <SelectField
        label="Serie de la caja"
        value={tillId}
        onValue={setTill}
        error={errors.of('tillId')}
        choices={tills.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </FormDialog>
  );
}
