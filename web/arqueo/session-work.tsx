import { useState } from 'react';
import { useReading } from '../gateway/queries.ts';
import { SESION_ARQUEO } from '../generated/operations.ts';
import { Icon } from '../parts/icon.tsx';
import { Banner, ErrorState, Skeleton } from '../parts/states.tsx';
import { useUser } from '../session/session.ts';
import { Top } from '../shell/top.tsx';
import { moment } from '../words/format.ts';
import type { CashSession } from './cash-session.ts';
import { CloseView } from './close-view.tsx';
import { COINS, NOTES, worthOfCounts } from './count.ts';
import { CountView } from './count-view.tsx';
import { SessionCards } from './session-cards.tsx';
import { SessionResult } from './session-result.tsx';
import { SessionsLink } from './till-choice.tsx';
import { useCounts } from './use-counts.ts';

const STEPS = ['Contar', 'Comparar', 'Cerrar'];

/** The work on a drawer that was open when the screen came: count, compare, close. */
export function SessionWork({
  sessionId,
  onOther,
  onDone,
}: {
  sessionId: string;
  onOther: () => void;
  /** The drawer was closed, and its sums were read. */
  onDone: () => void;
}) {
  const { data, failure, reload } = useReading(SESION_ARQUEO, { id: sessionId });
  const session = data?.sesionCaja;
  if (!session) {
    return (
      <>
        <Top title="Arqueo" />
        <main className="page">
          {failure === null ? (
            <Skeleton lines={6} />
          ) : (
            <ErrorState title="No se pudo leer la caja" failure={failure} onRetry={reload} />
          )}
        </main>
      </>
    );
  }
  return <ReadSession session={session} onOther={onOther} onDone={onDone} />;
}

function ReadSession({
  session,
  onOther,
  onDone,
}: {
  session: CashSession;
  onOther: () => void;
  onDone: () => void;
}) {
  const user = useUser();
  const counting = useCounts(session.id);
  const [step, setStep] = useState<'COUNT' | 'CLOSE'>('COUNT');
  const isOwn = session.openedBy === user.id;
  const mayClose = isOwn || user.roles.includes('ADMIN');
  const counted = worthOfCounts([...NOTES, ...COINS], counting.counts);
  const openStep = step === 'COUNT' ? 0 : 1;
  const stepAt = session.closedAt === null ? openStep : STEPS.length - 1;
  return (
    <>
      <Top title="Arqueo" subtitle={headOf(session, isOwn)}>
        <Steps at={stepAt} />
        <button type="button" className="btn" aria-label="Otra caja" onClick={onOther}>
          <Icon name="drawer" />
          <span className="wide">Otra caja</span>
        </button>
      </Top>
      <main className="page" key={stepAt}>
        {session.closedAt !== null && <SessionResult session={session} onDone={onDone} />}
        {session.closedAt === null && !mayClose && <OthersSession session={session} />}
        {session.closedAt === null && mayClose && step === 'COUNT' && (
          <CountView session={session} counting={counting} onCompare={() => setStep('CLOSE')} />
        )}
        {session.closedAt === null && mayClose && step === 'CLOSE' && (
          <CloseView
            session={session}
            counted={counted}
            onClosed={counting.forget}
            onBack={() => setStep('COUNT')}
          />
        )}
      </main>
    </>
  );
}

function headOf({ till, openedAt, closedAt }: CashSession, isOwn: boolean): string {
  if (closedAt !== null) return `${till.name} · cerrada ${moment(closedAt)}`;
  return `${till.name} · abierta ${moment(openedAt)}${isOwn ? ' por usted' : ''}`;
}

function Steps({ at }: { at: number }) {
  return (
    <ol className="steps wide">
      {STEPS.map((name, index) => (
        <li
          key={name}
          aria-current={index === at ? 'step' : undefined}
          data-done={index < at ? true : undefined}
        >
          <b>{index < at ? <Icon name="check" size={16} /> : index + 1}</b>
          {name}
        </li>
      ))}
    </ol>
  );
}

function OthersSession({ session }: { session: CashSession }) {
  return (
    <div className="stack">
      <Banner icon="lock" title="La abrió otra persona">
        La cierra quien la abrió, o un administrador. Usted puede vender en ella.
      </Banner>
      <SessionCards session={session} mayMove={false} />
      <SessionsLink />
    </div>
  );
}
