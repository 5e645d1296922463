import { useEffect, useRef, useState } from 'react';
import { useSend } from '../gateway/queries.ts';
import { CERRAR_SESION_ARQUEO } from '../generated/operations.ts';
import { TextAreaField } from '../parts/field.tsx';
import { Banner } from '../parts/states.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { amount } from '../words/format.ts';
import { centimos, decimal } from '../words/money.ts';
import { type CashSession, type Difference, differenceOf } from './cash-session.ts';
import { DifferenceVisor, SumsCard, UnpaidSales } from './session-sums.tsx';
import { UnfinishedBanner, useUnfinished } from './unfinished-banner.tsx';

/** The gateway takes a note of this length at most. */
const NOTE_CHARACTERS = 500;

/**
 * Compares the count with what is expected, for who may see it before the end, and closes the
 * drawer. Closing needs no key: repeated with the same values, the gateway answers the same.
 */
export function CloseView({
  session,
  counted,
  onClosed,
  onBack,
}: {
  session: CashSession;
  /** In céntimos. */
  counted: number;
  onClosed: () => void;
  onBack: () => void;
}) {
  const [note, setNote] = useState('');
  const unfinished = useUnfinished();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('textarea')?.focus({ preventScroll: true }), []);
  const errors = useFormErrors(['note']);
  const { send, isSending } = useSend(CERRAR_SESION_ARQUEO);
  const difference =
    session.expected === null ? null : differenceOf(counted, centimos(session.expected));
  const mustExplain = difference !== null && difference.amount > 0;
  const submit = async () => {
    if (unfinished.doubtful > 0) return;
    const text = note.trim();
    if (!errors.set({ note: mustExplain && text === '' ? 'Escriba el motivo.' : null })) return;
    const input = { sessionId: session.id, countedAmount: decimal(counted) };
    const result = await send({ input: { ...input, ...(text !== '' && { note: text }) } });
    if (errors.judge(result, (data) => data.cerrarSesionCaja?.userErrors)) onClosed();
  };
  useShortcuts([['F9', () => void submit()]]);
  return (
    <div className="close">
      <div className="stack">
        <SumsCard session={session} counted={counted} />
        <UnpaidSales session={session} />
      </div>
      <form
        ref={form}
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending) void submit();
        }}
      >
        {difference === null ? (
          <CountedVisor counted={counted} />
        ) : (
          <DifferenceVisor difference={difference} />
        )}
        <UnfinishedBanner {...unfinished} />
        {errors.general !== null && <Banner tone="danger" title={errors.general} />}
        <TextAreaField
          label={mustExplain ? 'Motivo de la diferencia' : 'Observación'}
          help={noteHelp(difference)}
          value={note}
          onValue={setNote}
          maxLength={NOTE_CHARACTERS}
          error={errors.of('note')}
        />
        <button
          type="submit"
          className="btn btn--primary btn--block btn--big"
          aria-busy={isSending}
          disabled={unfinished.doubtful > 0}
        >
          {mustExplain ? 'Cerrar caja con diferencia' : 'Cerrar caja'} <kbd className="kbd">F9</kbd>
        </button>
        <button type="button" className="btn btn--quiet btn--block" onClick={onBack}>
          Volver a contar
        </button>
      </form>
    </div>
  );
}

function noteHelp(difference: Difference | null): string {
  if (difference === null) return 'La diferencia aparece al cerrar y el conteo ya no cambia.';
  return difference.amount > 0
    ? 'Obligatorio cuando hay diferencia. Lo verá el administrador.'
    : 'Opcional.';
}

function CountedVisor({ counted }: { counted: number }) {
  return (
    <div className="visor" role="status">
      <div className="visor__main">
        <span className="visor__name">Contado</span>
        <span className="visor__amount">
          <span className="cur">S/</span>
          {amount(counted)}
        </span>
      </div>
    </div>
  );
}
