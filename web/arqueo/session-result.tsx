import { useEffect, useRef } from 'react';
import { money } from '../words/format.ts';
import { labelOf, PAYMENT_MARKS, PAYMENT_METHODS } from '../words/labels.ts';
import { centimos } from '../words/money.ts';
import { type CashSession, differenceOf } from './cash-session.ts';
import { DifferenceVisor, SumsCard, UnpaidSales } from './session-sums.tsx';

/** The end of a drawer: its sums, its difference, the note about it. */
export function SessionResult({ session, onDone }: { session: CashSession; onDone: () => void }) {
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  const counted = centimos(session.counted ?? '0.00');
  const difference = differenceOf(counted, centimos(session.expected ?? '0.00'));
  return (
    <div className="close">
      <div className="stack">
        <SumsCard session={session} counted={counted} />
        <UnpaidSales session={session} />
      </div>
      <div className="stack">
        <DifferenceVisor difference={difference} />
        {session.note !== null && <p className="quote">«{session.note}»</p>}
        <MeansCard session={session} />
        <button ref={done} type="button" className="btn btn--primary btn--block" onClick={onDone}>
          Listo
        </button>
      </div>
    </div>
  );
}

function MeansCard({ session }: { session: CashSession }) {
  return (
    <section className="card" aria-label="Por medio de pago">
      <div className="card__head">
        <h2>Por medio de pago</h2>
      </div>
      <div className="card__body">
        <MeansPairs session={session} />
      </div>
    </section>
  );
}

/** The payments of a session, by means. */
export function MeansPairs({ session: { byMethod } }: { session: CashSession }) {
  if (byMethod === null || byMethod.length === 0) {
    return <p className="small muted">Ningún pago registrado.</p>;
  }
  return (
    <dl className="pairs">
      {byMethod.map(({ method, amount, count }) => (
        <MeansPair key={method} method={method} amount={amount} count={count} />
      ))}
    </dl>
  );
}

function MeansPair({ method, amount, count }: { method: string; amount: string; count: number }) {
  return (
    <>
      <dt>
        <span className="means" data-pay={labelOf(PAYMENT_MARKS, method)}>
          {labelOf(PAYMENT_METHODS, method)}
        </span>{' '}
        <span className="muted small">× {count}</span>
      </dt>
      <dd>{money(amount)}</dd>
    </>
  );
}
