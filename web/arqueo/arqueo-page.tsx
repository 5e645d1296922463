import { useState } from 'react';
import { Redirect } from 'wouter';
import { useReading } from '../gateway/queries.ts';
import { CAJAS_ARQUEO } from '../generated/operations.ts';
import { useAddressOf, useAddressState } from '../parts/address-state.ts';
import { EmptyState, ErrorState, Skeleton } from '../parts/states.tsx';
import { useUser } from '../session/session.ts';
import { Top } from '../shell/top.tsx';
import type { Till } from './cash-session.ts';
import { OpenTill } from './open-till.tsx';
import { SessionWork } from './session-work.tsx';
import { SessionsView } from './sessions-view.tsx';
import { TillChoice } from './till-choice.tsx';
import './arqueo.css';

/** The cash of the tills: opened, moved, counted, closed. */
export default function ArqueoPage() {
  const user = useUser();
  const [address, setAddress] = useAddressState();
  const reading = useReading(CAJAS_ARQUEO, {});
  if (address.get('vista') === 'sesiones')
    return <SessionsView tills={reading.data?.cajas ?? []} />;
  const tills = reading.data?.cajas;
  if (!tills) {
    return (
      <>
        <Top title="Arqueo" />
        <main className="page">
          {reading.failure === null ? (
            <Skeleton lines={6} />
          ) : (
            <ErrorState
              title="No se pudieron leer las cajas"
              failure={reading.failure}
              onRetry={reading.reload}
            />
          )}
        </main>
      </>
    );
  }
  const till = chosenTill(tills, address.get('caja'), user.id);
  if (till !== null && address.get('caja') === null) return <ChosenTill tillId={till.id} />;
  const choose = () => setAddress({ caja: 'otra' });
  if (till === null) return <ChooseTill tills={tills} onChoose={(caja) => setAddress({ caja })} />;
  return <TillWork key={till.id} till={till} onOther={choose} />;
}

/** A drawer that was open here is shown to its end, also after it was closed. */
function TillWork({ till, onOther }: { till: Till; onOther: () => void }) {
  const [seenId, setSeenId] = useState<string | null>(null);
  const openId = till.openSession?.id ?? null;
  if (openId !== null && openId !== seenId) setSeenId(openId);
  const sessionId = openId ?? seenId;
  if (sessionId === null) return <OpenTill till={till} onOther={onOther} />;
  return (
    <SessionWork
      key={sessionId}
      sessionId={sessionId}
      onOther={onOther}
      onDone={() => setSeenId(null)}
    />
  );
}

/** Writes the till that was chosen by itself into the address: it stays after it was closed. */
function ChosenTill({ tillId }: { tillId: string }) {
  const addressOf = useAddressOf();
  return <Redirect to={addressOf({ caja: tillId })} replace />;
}

/** A till out of use is counted to the end, and not opened again. */
function isUsable({ active, openSession }: Till): boolean {
  return active || openSession !== null;
}

/** The till of the address; without one, that which this person opened, or the only one. */
function chosenTill(tills: readonly Till[], chosenId: string | null, userId: string): Till | null {
  const usable = tills.filter(isUsable);
  if (chosenId !== null) return usable.find(({ id }) => id === chosenId) ?? null;
  const own = tills.filter(({ openSession }) => openSession?.openedBy === userId);
  const [only, ...others] = own.length > 0 ? own : usable;
  return others.length === 0 ? (only ?? null) : null;
}

function ChooseTill({
  tills,
  onChoose,
}: {
  tills: readonly Till[];
  onChoose: (tillId: string) => void;
}) {
  const isAdmin = useUser().roles.includes('ADMIN');
  const usable = tills.filter(isUsable);
  return (
    <>
      <Top title="Arqueo" subtitle="Elija la caja" />
      <main className="page">
        {usable.length === 0 ? (
          <EmptyState icon="drawer" title="No hay cajas">
            {isAdmin ? 'Cree una en Cajas.' : 'Un administrador las crea en Cajas.'}
          </EmptyState>
        ) : (
          <TillChoice tills={usable} onChoose={onChoose} />
        )}
      </main>
    </>
  );
}
