import { useState } from 'react';
import { REGISTRAR_DEVOLUCION_VENTAS } from '../generated/operations.ts';
import { TextAreaField } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useKeyedSend } from '../parts/keyed-send.ts';
import { Banner } from '../parts/states.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { useUser } from '../session/session.ts';
import { amount } from '../words/format.ts';
import { DrawerField, useOpenTills, usualDrawer } from './drawer-field.tsx';
import { RefundsTold, type ToldReturn } from './refunds-told.tsx';
import { ReturnLines } from './return-lines.tsx';
import {
  linesProblem,
  type ReturnEntries,
  returnableOf,
  returnItems,
  worthOfEntries,
} from './return-plan.ts';
import type { Sale } from './sale.ts';
import { saleName } from './sale-words.ts';

/** The gateway takes a reason of this length at most. */
const REASON_CHARACTERS = 200;

/** Takes lines of a sale back, and says how their money goes back. */
export function ReturnDialog({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const isAdmin = useUser().roles.includes('ADMIN');
  const [entries, setEntries] = useState<ReturnEntries>({});
  const [reason, setReason] = useState('');
  const [told, setTold] = useState<ToldReturn | null>(null);
  const cash = useCashBack(sale);
  const errors = useFormErrors(['reason', 'tillId', 'lines']);
  const { send, isSending, isUnknown } = useKeyedSend(
    REGISTRAR_DEVOLUCION_VENTAS,
    sale.id,
    (data) => data.registrarDevolucion?.userErrors,
  );
  const lines = sale.items.filter((item) => returnableOf(item) > 0);
  const submit = async () => {
    const items = returnItems(lines, entries);
    const lineProblem = linesProblem(lines, entries);
    const reasonProblem = reason.trim() === '' ? 'Escriba el motivo.' : null;
    if (!errors.set({ lines: lineProblem, reason: reasonProblem })) return;
    const result = await send({ saleId: sale.id, reason: reason.trim(), items, ...cash.input });
    if (!errors.judge(result, (data) => data.registrarDevolucion?.userErrors)) return;
    if (result.kind === 'ANSWERED') setTold(result.data.registrarDevolucion?.saleReturn ?? null);
  };
  if (told !== null) {
    return <RefundsTold title="Devolución registrada" told={told} isExchange onClose={onClose} />;
  }
  return (
    <FormDialog
      title={`Devolver de ${saleName(sale)}`}
      action="Registrar devolución"
      className="dialog--wide"
      isBusy={isSending}
      isUnknown={isUnknown}
      error={errors.general ?? errors.of('lines')}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ReturnLines
        lines={lines}
        entries={entries}
        mayKeepOffSale={isAdmin}
        onEntries={setEntries}
      />
      <dl className="pairs">
        <dt className="sum">Vale lo que vuelve</dt>
        <dd className="sum">S/ {amount(worthOfEntries(lines, entries))}</dd>
      </dl>
      <CashBackFields cash={cash} tillError={errors.of('tillId')} />
      <TextAreaField
        label="Motivo"
        value={reason}
        onValue={setReason}
        maxLength={REASON_CHARACTERS}
        error={errors.of('reason')}
      />
    </FormDialog>
  );
}

type CashBack = ReturnType<typeof useCashBack>;

/** The time and the drawer at which the cash of a sale goes back. */
function useCashBack({ payments, till }: Sale) {
  const tills = useOpenTills();
  const [chosenTill, setChosenTill] = useState<string | null>(null);
  const [isLater, setLater] = useState(false);
  const hasCash = payments.some(({ method }) => method === 'CASH');
  const hasDrawer = tills !== null && tills.length > 0;
  const tillId = chosenTill ?? usualDrawer(tills, till);
  const isPaidLater = isLater || !hasDrawer;
  const refund = isPaidLater ? ('LATER' as const) : ('NOW' as const);
  return {
    hasCash,
    hasDrawer,
    tills: tills ?? [],
    tillId,
    isPaidLater,
    setChosenTill,
    setLater,
    input: hasCash ? { refund, ...(!isPaidLater && { tillId }) } : {},
  };
}

function CashBackFields({ cash, tillError }: { cash: CashBack; tillError: string | null }) {
  if (!cash.hasCash) {
    return (
      <p className="small muted">
        Se devuelve por los medios con que se pagó y se confirma en la venta.
      </p>
    );
  }
  if (!cash.hasDrawer) {
    return (
      <Banner tone="warn" title="Ninguna caja está abierta">
        El efectivo queda pendiente; confírmelo en la venta al pagarlo.
      </Banner>
    );
  }
  return (
    <>
      <fieldset>
        <legend className="label">Efectivo</legend>
        <div className="seg">
          <TimeChoice cash={cash} isLater={false} text="Se entrega ahora" />
          <TimeChoice cash={cash} isLater text="Queda pendiente" />
        </div>
        <p className="help">
          {cash.isPaidLater
            ? 'El reembolso espera; confírmelo en la venta cuando lo pague.'
            : 'Lo pagado por otros medios siempre queda por confirmar.'}
        </p>
      </fieldset>
      {!cash.isPaidLater && (
        <DrawerField
          tills={cash.tills}
          value={cash.tillId}
          onValue={cash.setChosenTill}
          error={tillError}
        />
      )}
    </>
  );
}

function TimeChoice({ cash, isLater, text }: { cash: CashBack; isLater: boolean; text: string }) {
  return (
    <button
      type="button"
      className="seg__item"
      aria-pressed={cash.isPaidLater === isLater}
      onClick={() => cash.setLater(isLater)}
    >
      {text}
    </button>
  );
}
