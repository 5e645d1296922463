import { useState } from 'react';
import { amount, counted, moment, money } from '../words/format.ts';
import { labelOf, PAYMENT_MARKS, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos } from '../words/money.ts';
import type { CashSession } from './cash-session.ts';
import { MovementDialog } from './movement-dialog.tsx';

/** The moves of a drawer while it is open, and how often other means were used. */
export function SessionCards({ session, mayMove }: { session: CashSession; mayMove: boolean }) {
  return (
    <div className="count__pairs">
      {session.byMethod !== null && <OtherMeans byMethod={session.byMethod} />}
      <Movements session={session} mayMove={mayMove} />
    </div>
  );
}

/** Cash stays out: whoever counts it does not know what it should be. */
function OtherMeans({ byMethod }: { byMethod: NonNullable<CashSession['byMethod']> }) {
  const others = byMethod.filter(({ method }) => method !== 'CASH');
  return (
    <section className="card" aria-label="Otros medios">
      <div className="card__head">
        <h2>Otros medios</h2>
      </div>
      <div className="card__body">
        {others.length === 0 ? (
          <p className="small muted">Ningún pago todavía.</p>
        ) : (
          <dl className="pairs">
            {others.map(({ method, count }) => (
              <Means key={method} method={method} count={count} />
            ))}
          </dl>
        )}
      </div>
    </section>
  );
}

function Means({ method, count }: { method: string; count: number }) {
  return (
    <>
      <dt>
        <span className="means" data-pay={labelOf(PAYMENT_MARKS, method)}>
          {labelOf(PAYMENT_METHODS, method)}
        </span>
      </dt>
      <dd>{counted(count, 'operación', 'operaciones')}</dd>
    </>
  );
}

function Movements({ session, mayMove }: { session: CashSession; mayMove: boolean }) {
  const [isMoving, setMoving] = useState(false);
  return (
    <section className="card" aria-label="Ingresos y egresos">
      <div className="card__head">
        <h2>Ingresos y egresos</h2>
        {mayMove && (
          <button type="button" className="btn btn--small" onClick={() => setMoving(true)}>
            Registrar…
          </button>
        )}
      </div>
      <div className="card__body">
        <MovementPairs session={session} />
      </div>
      {isMoving && <MovementDialog sessionId={session.id} onClose={() => setMoving(false)} />}
    </section>
  );
}

/** The cash that a drawer began with, and what was put in or taken out. */
export function MovementPairs({
  session: { openedAt, opening, movements },
}: {
  session: CashSession;
}) {
  return (
    <dl className="pairs">
      <dt>{moment(openedAt)} Fondo</dt>
      <dd>{money(opening)}</dd>
      {movements.map((one) => (
        <Movement key={one.id} movement={one} />
      ))}
    </dl>
  );
}

function Movement({ movement }: { movement: CashSession['movements'][number] }) {
  const moved = centimos(movement.amount);
  return (
    <>
      <dt className="breakable">
        {moment(movement.createdAt)} {movement.reason}
      </dt>
      <dd>{amount(movement.kind === 'OUT' ? -moved : moved)}</dd>
    </>
  );
}
