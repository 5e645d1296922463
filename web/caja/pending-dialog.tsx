import type { ReactNode } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Banner, EmptyState } from '../parts/states.tsx';
import { useUser } from '../session/session.ts';
import { amount, counted, moment } from '../words/format.ts';
import { isConcludedBy, isOld } from './attempt-schedule.ts';
import { unitsOf } from './cart.ts';
import { isFinal } from './sale-attempt.ts';
import type { TillAttempt } from './sale-request.ts';
import { waitingAttempts } from './till-state.ts';
import { useIsAdmin, useNow, useTill, useTillState } from './use-till.ts';

const ONLY_THE_SERVER = 'Puede haberse vendido: solo el servidor puede descartarla.';

interface PendingDialogProps {
  onDiscard: (attempt: TillAttempt) => void;
  onPrint: (attempt: TillAttempt) => void;
  onClose: () => void;
}

/** The tray: attempts that wait for the server, tickets that wait for the printer. */
export function PendingDialog({ onDiscard, onPrint, onClose }: PendingDialogProps) {
  const state = useTillState();
  const waiting = waitingAttempts(state);
  const pending = waiting.filter((attempt) => !isFinal(attempt));
  const over = waiting.filter((attempt) => attempt.state !== 'VENDIDA' && isFinal(attempt));
  const sold = waiting.filter((attempt) => attempt.state === 'VENDIDA');
  return (
    <Dialog title="Pendientes" className="dialog--caja" onClose={onClose}>
      <div className="stack">
        {waiting.length === 0 && (
          <EmptyState icon="tray" title="No hay nada pendiente">
            Las ventas sin respuesta y sus tickets esperan aquí.
          </EmptyState>
        )}
        {state.sender.unreadable > 0 && (
          <Banner tone="danger" title="Hay intentos que no se pueden leer">
            {counted(state.sender.unreadable, 'registro', 'registros')} de este equipo. Llame al
            administrador.
          </Banner>
        )}
        {pending.length > 0 && (
          <Banner tone="warn" title="Todavía no son ventas.">
            No entregue el producto hasta ver el ticket.
          </Banner>
        )}
        <ul className="stack">
          {pending.map((attempt) => (
            <Pending key={attempt.key} attempt={attempt} onDiscard={() => onDiscard(attempt)} />
          ))}
          {over.map((attempt) => (
            <Refused key={attempt.key} attempt={attempt} />
          ))}
        </ul>
        {sold.length > 0 && (
          <>
            <h3>Por imprimir</h3>
            <ul className="stack">
              {sold.map((attempt) => (
                <Sold key={attempt.key} attempt={attempt} onPrint={() => onPrint(attempt)} />
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Item({
  attempt,
  badge,
  children,
  actions,
}: {
  attempt: TillAttempt;
  badge: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
}) {
  const { request, firstAt } = attempt;
  return (
    <li className="card waiting">
      <div className="bar">
        <span className="strong num waiting__amount">S/ {amount(request.dueCentimos)}</span>
        {badge}
        <span className="push small muted num">
          {moment(firstAt)} · {counted(unitsOf(request.cart), 'unidad', 'unidades')}
        </span>
      </div>
      <p className="small soft">{children}</p>
      {actions !== undefined && <div className="bar">{actions}</div>}
    </li>
  );
}

function Pending({ attempt, onDiscard }: { attempt: TillAttempt; onDiscard: () => void }) {
  const till = useTill();
  const user = useUser();
  const isAdmin = useIsAdmin();
  const now = useNow();
  if (!isConcludedBy(attempt, { id: user.id, isAdmin })) {
    return (
      <Item attempt={attempt} badge={<span className="badge">De otra cuenta</span>}>
        Debe entrar {attempt.accountName} para concluirla.
      </Item>
    );
  }
  const { key, sends, answer } = attempt;
  const actions = (
    <>
      <button type="button" className="btn" onClick={() => till.sender.consult(key)}>
        {sends === 0 ? 'Enviar ahora' : 'Consultar ahora'}
      </button>
      <button type="button" className="btn btn--danger" onClick={onDiscard}>
        Descartar…
      </button>
    </>
  );
  if (answer?.kind === 'STUCK') {
    const trace = [answer.code, answer.requestId].filter(Boolean).join(' · ');
    return (
      <Item
        attempt={attempt}
        badge={<span className="badge badge--danger">Llame al administrador</span>}
        actions={actions}
      >
        No cobre de nuevo. <span className="code">{trace}</span>
      </Item>
    );
  }
  if (isOld(attempt, now)) {
    return (
      <Item
        attempt={attempt}
        badge={<span className="badge badge--warn">De hace más de 12 h</span>}
        actions={actions}
      >
        No se envía sola: pregunte si todavía se quiere.
      </Item>
    );
  }
  const isDoubtful = attempt.unknown > 0;
  return (
    <Item
      attempt={attempt}
      badge={
        isDoubtful ? (
          <span className="badge badge--warn">Sin respuesta</span>
        ) : (
          <span className="badge">En espera</span>
        )
      }
      actions={actions}
    >
      {isDoubtful
        ? `Enviada ${counted(sends, 'vez', 'veces')} sin respuesta. ${ONLY_THE_SERVER}`
        : 'Se enviará sola al volver la red.'}
    </Item>
  );
}

function Refused({ attempt }: { attempt: TillAttempt }) {
  const till = useTill();
  const user = useUser();
  const { key, answer, request } = attempt;
  const reasons = answer?.kind === 'REJECTED' ? answer.errors.map(({ message }) => message) : [];
  const recall = async () => {
    await till.recall({ cart: request.cart, heldAt: Date.now(), heldBy: user.name }, user.name);
    await till.sender.attend(key);
  };
  return (
    <Item
      attempt={attempt}
      badge={<span className="badge badge--danger">No se vendió</span>}
      actions={
        <>
          <button type="button" className="btn" onClick={() => void recall()}>
            Recuperar el carrito
          </button>
          <button
            type="button"
            className="btn btn--quiet"
            onClick={() => void till.sender.attend(key)}
          >
            Entendido
          </button>
        </>
      }
    >
      {reasons.length > 0 ? reasons.join(' ') : 'El servidor no hizo la venta.'}
    </Item>
  );
}

function Sold({ attempt, onPrint }: { attempt: TillAttempt; onPrint: () => void }) {
  const isReplayed = attempt.answer?.kind === 'SOLD' && attempt.answer.isReplayed;
  return (
    <Item
      attempt={attempt}
      badge={<span className="badge badge--ok">Vendida</span>}
      actions={
        <button type="button" className="btn" onClick={onPrint}>
          <Icon name="print" />
          Ver e imprimir ticket
        </button>
      }
    >
      {isReplayed
        ? 'Ya estaba registrada; no se vendió dos veces.'
        : 'Ya se vendió mientras usted atendía. Cobre antes de entregar, si no lo hizo.'}
    </Item>
  );
}
