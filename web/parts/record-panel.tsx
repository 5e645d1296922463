import type { ReactNode } from 'react';
import type { Reading } from '../gateway/queries.ts';
import { SidePanel } from './side-panel.tsx';
import { EmptyState, ErrorState, Skeleton } from './states.tsx';

/**
 * The panel of one record while it is being read, when it could not be read, and when there is
 * none; a record that is there brings its own panel.
 */
export function RecordPanel<Data, Record>({
  reading,
  pick,
  nouns,
  onClose,
  children,
}: {
  reading: Reading<Data>;
  pick: (data: Data) => Record | null;
  /** "Esta cuenta no existe", "No se pudo leer la cuenta". */
  nouns: { missing: string; failed: string };
  onClose: () => void;
  children: (record: Record) => ReactNode;
}) {
  const { data, failure, reload } = reading;
  const record = data === undefined ? null : pick(data);
  if (record !== null) return children(record);
  if (failure !== null) {
    return (
      <SidePanel title={nouns.failed} onClose={onClose}>
        <ErrorState title={nouns.failed} failure={failure} onRetry={reload} />
      </SidePanel>
    );
  }
  if (data === undefined) {
    return (
      <SidePanel title="Cargando…" onClose={onClose}>
        <Skeleton lines={6} />
      </SidePanel>
    );
  }
  return (
    <SidePanel title={nouns.missing} onClose={onClose}>
      <EmptyState icon="search" title={nouns.missing}>
        Elija otra fila de la lista.
      </EmptyState>
    </SidePanel>
  );
}
