import { EmptyState } from '../parts/states.tsx';

/** Shown in the place of everything when a screen broke, or its code could not be fetched. */
export function CrashPage() {
  return (
    <main className="page">
      <title>Algo falló · ElectroPlus</title>
      <h1 className="sr">Algo falló</h1>
      <EmptyState
        icon="warning"
        title="Esta pantalla dejó de funcionar"
        actions={
          <button type="button" className="btn btn--primary" onClick={() => location.reload()}>
            Volver a cargar
          </button>
        }
      >
        Lo que tenía en la caja está guardado en este equipo.
      </EmptyState>
    </main>
  );
}
