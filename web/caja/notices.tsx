import type { ReactNode } from 'react';
import { Banner } from '../parts/states.tsx';
import { useUser } from '../session/session.ts';
import { moment, time } from '../words/format.ts';
import { isConcludedBy, isOld } from './attempt-schedule.ts';
import { isStuck } from './sale-attempt.ts';
import type { TillAttempt } from './sale-request.ts';
import { attemptInHand, chosenTill, type TillState } from './till-state.ts';
import { useIsAdmin, useNow, useTill, useTillState } from './use-till.ts';

interface NoticesProps {
  /** The last scan that led to nothing; null when all is well. */
  scanProblem: string | null;
  needsApproval: boolean;
  onApproval: () => void;
  onOpenDrawer: () => void;
  onDiscard: (attempt: TillAttempt) => void;
}

/** The notice over the cart, until its cause is gone: the gravest alone, so that the cart stays. */
export function Notices(props: NoticesProps) {
  const notice = noticeOf(useTillState(), props);
  return notice && <div className="caja__notice">{notice}</div>;
}

function noticeOf(state: TillState, props: NoticesProps): ReactNode {
  const attempt = attemptInHand(state);
  if (attempt?.state === 'DUDOSA') {
    return <Doubtful attempt={attempt} onDiscard={() => props.onDiscard(attempt)} />;
  }
  if (state.hasStoreError) {
    return (
      <Banner tone="danger" title="Este equipo no puede guardar">
        Libere espacio en el disco y abra la página otra vez. No cobre hasta entonces.
      </Banner>
    );
  }
  if (!state.connection.isOnline) return <Offline since={state.connection.since} />;
  if (props.scanProblem !== null) return <Banner tone="warn" title={props.scanProblem} />;
  if (props.needsApproval) {
    return (
      <Banner
        tone="warn"
        icon="tag"
        title="El descuento necesita autorización"
        action={
          <button type="button" className="btn" onClick={props.onApproval}>
            Pedir autorización…
          </button>
        }
      >
        Es más de lo que puede dar un vendedor.
      </Banner>
    );
  }
  const till = chosenTill(state);
  if (till && till.openSession === null) {
    return (
      <Banner
        icon="drawer"
        title="La caja está cerrada"
        action={
          <button type="button" className="btn" onClick={props.onOpenDrawer}>
            Abrir caja…
          </button>
        }
      >
        Sin abrirla no se cobra en efectivo.
      </Banner>
    );
  }
  return null;
}

function Offline({ since }: { since: number | null }) {
  return (
    <Banner title={`Sin conexión desde las ${since === null ? 'recién' : time(since)}`}>
      Puede armar ventas y dejarlas pendientes. Todavía no son ventas: no entregue ni cobre.
    </Banner>
  );
}

function Doubtful({ attempt, onDiscard }: { attempt: TillAttempt; onDiscard: () => void }) {
  const till = useTill();
  const user = useUser();
  const isAdmin = useIsAdmin();
  const { sender } = useTillState();
  const now = useNow();
  const { key, sends, answer, accountName, firstAt } = attempt;
  const consult = (
    <button type="button" className="btn" onClick={() => till.sender.consult(key)}>
      Consultar ahora
    </button>
  );
  const leave = (
    <button type="button" className="btn" onClick={() => void till.sender.leavePending(key)}>
      Dejar pendiente <kbd className="kbd">F8</kbd>
    </button>
  );
  const discard = (
    <button type="button" className="btn btn--danger" onClick={onDiscard}>
      Descartar…
    </button>
  );
  if (!isConcludedBy(attempt, { id: user.id, isAdmin })) {
    return (
      <Banner
        tone="warn"
        icon="lock"
        title={`Debe entrar ${accountName} para concluirla`}
        action={leave}
      >
        La venta quedó sin respuesta. No cobre de nuevo.
      </Banner>
    );
  }
  if (isStuck(attempt) && answer?.kind === 'STUCK') {
    return (
      <Banner
        tone="danger"
        title="Llame al administrador"
        action={
          <>
            {consult}
            {discard}
            {leave}
          </>
        }
      >
        No cobre de nuevo.{' '}
        <span className="code">{[answer.code, answer.requestId].filter(Boolean).join(' · ')}</span>
      </Banner>
    );
  }
  if (isOld(attempt, now)) {
    return (
      <Banner
        tone="warn"
        title={`Una venta del ${moment(firstAt)} quedó sin respuesta`}
        action={
          <>
            {consult}
            {discard}
          </>
        }
      >
        Tiene más de 12 horas. Si la consulta y no se había hecho, se hace ahora.
      </Banner>
    );
  }
  const nextAt = sender.nextAtByKey.get(key);
  const wait = nextAt === undefined ? 0 : Math.ceil((nextAt - now) / 1000);
  return (
    <div className="banner banner--warn" role="alert">
      <span className="wait" aria-hidden="true" />
      <div>
        <strong>Sin respuesta. No cobre de nuevo.</strong>
        <p>
          Se consulta con la misma clave: aunque se repita, solo puede haber una venta.{' '}
          <span aria-hidden="true">
            Intento {sends}
            {wait > 0 ? `; el próximo en ${wait} s.` : '…'}
          </span>
        </p>
      </div>
      {leave}
    </div>
  );
}
