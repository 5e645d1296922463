import { useState } from 'react';
import { AJUSTAR_STOCK_STOCK } from '../generated/operations.ts';
import { SelectField, TextField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useKeyedSend } from '../parts/keyed-send.ts';
import { Banner } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { count } from '../words/format.ts';
import { ADJUSTMENT_MODES, type AdjustmentMode, readAdjustment } from './adjustment.ts';

/** A product whose stock is corrected. */
export interface AdjustedProduct {
  id: string;
  name: string;
  stock: { onHand: number; available: number };
}

/** Corrects the stock of a product, once, and says why. */
export function AdjustDialog({
  product,
  onClose,
}: {
  product: AdjustedProduct;
  onClose: () => void;
}) {
  const [mode, setMode] = useState<AdjustmentMode>('RECEIPT');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [stock, setStock] = useState(product.stock);
  const errors = useFormErrors(['units', 'reason']);
  const { send, isSending, isUnknown } = useKeyedSend(
    AJUSTAR_STOCK_STOCK,
    product.id,
    (data) => data.ajustarStock?.userErrors,
  );
  const read = readAdjustment(mode, typed, stock);
  const isStale = stock.available !== product.stock.available;
  const submit = async () => {
    const isGood = errors.set({
      units: typeof read === 'string' ? read : null,
      reason: reason.trim() === '' ? 'Escriba el motivo.' : null,
    });
    if (!isGood || typeof read === 'string') return;
    const { available } = stock;
    const result = await send({
      productId: product.id,
      ...read.change,
      reason,
      expectedAvailable: available,
    });
    const payload = result.kind === 'ANSWERED' ? result.data.ajustarStock : null;
    if (payload?.product && payload.userErrors.some(({ code }) => code === 'STALE')) {
      errors.clear();
      setStock(payload.product.stock);
      return;
    }
    if (!errors.judge(result, (data) => data.ajustarStock?.userErrors)) return;
    toast(`Stock ajustado: ${count(payload?.product?.stock.available ?? 0)} disponibles`);
    onClose();
  };
  const chosen = ADJUSTMENT_MODES.find(({ value }) => value === mode);
  return (
    <FormDialog
      title="Ajustar stock"
      subtitle={product.name}
      action={submitLabel(read, stock.available)}
      isBusy={isSending}
      error={errors.general}
      isUnknown={isUnknown}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {isStale && !isUnknown && (
        <Banner tone="warn" title={`El stock cambió: ahora hay ${count(stock.available)}`}>
          Antes había {count(product.stock.available)}. Revise lo que queda y confirme otra vez.
        </Banner>
      )}
      <fieldset className="form" disabled={isUnknown}>
        <legend className="sr">Ajuste</legend>
        <div className="form__row">
          <SelectField
            label="Qué pasó"
            value={mode}
            onValue={(value) => setMode(value as AdjustmentMode)}
            choices={ADJUSTMENT_MODES}
            help={chosen?.help}
          />
          <TextField
            label={mode === 'COUNT' ? 'Unidades contadas' : 'Unidades'}
            isNumber
            inputMode={mode === 'ADJUSTMENT' ? 'text' : 'numeric'}
            maxLength={11}
            value={typed}
            onValue={setTyped}
            error={errors.of('units')}
            help={
              mode === 'COUNT' ? `En tienda según el sistema: ${count(stock.onHand)}.` : undefined
            }
          />
        </div>
        <TextField
          label="Motivo"
          maxLength={200}
          placeholder="Guía 001-4521, conteo de la tarde…"
          value={reason}
          onValue={setReason}
          error={errors.of('reason')}
        />
      </fieldset>
      <dl className="figures" aria-live="polite">
        <div>
          <dt>Disponible ahora</dt>
          <dd>{count(stock.available)}</dd>
        </div>
        <div>
          <dt>Cambia</dt>
          <dd>{typeof read === 'string' ? '—' : signed(read.delta)}</dd>
        </div>
        <div>
          <dt>Quedan</dt>
          <dd>{typeof read === 'string' ? '—' : count(read.availableAfter)}</dd>
        </div>
      </dl>
    </FormDialog>
  );
}

/** A difference with its sign. */
function signed(delta: number): string {
  return delta > 0 ? `+${count(delta)}` : count(delta);
}

function submitLabel(read: ReturnType<typeof readAdjustment>, available: number): string {
  if (typeof read === 'string') return 'Ajustar stock';
  return `Ajustar de ${count(available)} a ${count(read.availableAfter)}`;
}
