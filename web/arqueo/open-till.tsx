import { useEffect, useRef, useState } from 'react';
import { ABRIR_SESION_ARQUEO } from '../generated/operations.ts';
import { Icon } from '../parts/icon.tsx';
import { useKeyedSend } from '../parts/keyed-send.ts';
import { MoneyField } from '../parts/money-field.tsx';
import { Banner } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useFormErrors } from '../parts/user-errors.ts';
import { Top } from '../shell/top.tsx';
import { amount } from '../words/format.ts';
import { decimal, readAmount } from '../words/money.ts';
import type { Till } from './cash-session.ts';
import { SessionsLink } from './till-choice.tsx';

/** Opens the drawer of a till with the cash that lies in it. */
export function OpenTill({ till, onOther }: { till: Till; onOther: () => void }) {
  const [typed, setTyped] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const errors = useFormErrors(['openingAmount']);
  const { send, isSending, isUnknown } = useKeyedSend(
    ABRIR_SESION_ARQUEO,
    till.id,
    (data) => data.abrirSesionCaja?.userErrors,
  );
  const opening = readAmount(typed);
  const submit = async () => {
    const isAmount = opening !== null && opening >= 0;
    const problem = isAmount ? null : 'Escriba el efectivo que hay, aunque sea 0.';
    if (!errors.set({ openingAmount: problem }) || opening === null) return;
    const result = await send({ tillId: till.id, openingAmount: decimal(opening) });
    if (!errors.judge(result, (data) => data.abrirSesionCaja?.userErrors)) return;
    toast(`${till.name} abierta`);
  };
  return (
    <>
      <Top title="Arqueo" subtitle={`${till.name} · cerrada`}>
        <button type="button" className="btn" aria-label="Otra caja" onClick={onOther}>
          <Icon name="drawer" />
          <span className="wide">Otra caja</span>
        </button>
      </Top>
      <main className="page">
        <form
          ref={form}
          className="opening stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!isSending) void submit();
          }}
        >
          <div className="visor" role="status">
            <div className="visor__main">
              <span className="visor__name">Fondo de apertura</span>
              <span className="visor__amount">
                <span className="cur">S/</span>
                {amount(opening ?? 0)}
              </span>
            </div>
          </div>
          {isUnknown && (
            <Banner tone="warn" title="No se sabe si se abrió">
              Reintente: no se abre dos veces.
            </Banner>
          )}
          {!isUnknown && errors.general !== null && <Banner tone="danger" title={errors.general} />}
          <fieldset disabled={isUnknown}>
            <MoneyField
              label="Efectivo en el cajón"
              help="Cuéntelo antes de abrir: el cierre parte de este monto."
              value={typed}
              onValue={setTyped}
              error={errors.of('openingAmount')}
            />
          </fieldset>
          <button
            type="submit"
            className="btn btn--primary btn--block btn--big"
            aria-busy={isSending}
          >
            {isUnknown ? 'Reintentar' : `Abrir ${till.name}`} <kbd className="kbd">Enter</kbd>
          </button>
          <SessionsLink />
        </form>
      </main>
    </>
  );
}
