import '../styles/caja.css';
import { EmptyState, Skeleton } from '../parts/states.tsx';
import { Top } from '../shell/top.tsx';
import { enterTill, thisTab } from './this-tab.ts';
import type { Till } from './till.ts';
import { TillScreen } from './till-screen.tsx';
import { useObservable } from './till-state.ts';
import { TillContext, useAccountChanges } from './use-till.ts';

// With the chunk, not with the first effect: the disk opens while the session is still asked for.
enterTill();

/** The till, or why this tab is none. */
export default function CajaPage() {
  const { tab } = useObservable(thisTab);
  switch (tab.kind) {
    case 'HERE':
      return <OpenTill till={tab.till} />;
    case 'OPENING':
      return (
        <>
          <Top title="Caja" />
          <main className="page">
            <Skeleton lines={8} />
          </main>
        </>
      );
    case 'ELSEWHERE':
      return (
        <>
          <Top title="Caja" />
          <main className="page">
            <EmptyState icon="lock" title="La caja está abierta en otra pestaña">
              Vuelva a esa pestaña. Si la cierra, la caja sigue aquí sola.
            </EmptyState>
          </main>
        </>
      );
    case 'FAILED':
      return (
        <>
          <Top title="Caja" />
          <main className="page">
            <EmptyState
              icon="warning"
              title="Este navegador no deja guardar"
              actions={
                <button type="button" className="btn" onClick={() => location.reload()}>
                  Reintentar
                </button>
              }
            >
              La caja guarda cada venta antes de enviarla. Salga del modo privado o libere espacio.
            </EmptyState>
          </main>
        </>
      );
  }
}

function OpenTill({ till }: { till: Till }) {
  useAccountChanges(till);
  return (
    <TillContext value={till}>
      <TillScreen />
    </TillContext>
  );
}
