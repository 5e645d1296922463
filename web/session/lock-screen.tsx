import { useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Banner } from '../parts/states.tsx';
import { goOnOffline, type Session, signOut } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';

const REASONS: Readonly<Record<'ENDED' | 'ASKED' | 'OFFLINE', string>> = {
  ENDED: 'La sesión terminó. Lo que tenía en pantalla sigue aquí.',
  ASKED: 'Pantalla bloqueada. Lo que tenía sigue aquí.',
  OFFLINE: 'Sin conexión. Puede seguir con lo que guarda este equipo.',
};

/** Covers the screen until the same person is back; nothing behind it is lost. */
export function LockScreen({ user, because }: Extract<Session, { kind: 'LOCKED' }>) {
  const [refusal, setRefusal] = useState<string | null>(null);
  return (
    <Dialog title={user.name} subtitle={REASONS[because]} className="dialog--lock" isLock>
      <div className="stack">
        {because === 'OFFLINE' && (
          <button type="button" className="btn btn--primary btn--block" onClick={goOnOffline}>
            Seguir sin conexión
          </button>
        )}
        <SignInForm email={user.email} action="Desbloquear" />
        {refusal !== null && (
          <Banner tone="warn" title="La cuenta sigue aquí">
            {refusal}
          </Banner>
        )}
        <button
          type="button"
          className="btn btn--quiet"
          onClick={() => void signOut().then(setRefusal)}
        >
          Entrar con otra cuenta
        </button>
      </div>
    </Dialog>
  );
}
